#!/bin/sh
# Extract the interface texts into the template, and update all catalogues.
#
# To add a language, create an empty file `dashboard/text/locale/<language>/LC_MESSAGES/messages.po`; this script writes its
# header, with plural forms, and all texts. Headers contain no dates or versions, so that a catalogue changes only with its
# texts.
set -eu
cd "$(dirname "$0")/.."
babel="${BABEL:-.venv/bin/pybabel}"
template=dashboard/text/locale/messages.pot
"$babel" -q extract --no-wrap --omit-header --add-location=file --sort-output -o "$template" dashboard
for catalogue in dashboard/text/locale/*/LC_MESSAGES/messages.po; do
  language=$(basename "$(dirname "$(dirname "$catalogue")")")
  new="$catalogue.new"
  cp "$catalogue" "$new"
  "$babel" -q update --no-wrap --no-fuzzy-matching --ignore-obsolete -i "$template" -o "$new" -l "$language"
  sed -e '1,/^msgid/{/^# .*\(PROJECT\|ORGANIZATION\|FIRST AUTHOR\)/d;/^#$/d;/^#, fuzzy/d;}' \
    -e '/^"\(Project-Id-Version\|Report-Msgid-Bugs-To\|POT-Creation-Date\|PO-Revision-Date\|Generated-By\): /d' \
    -e '/^"Last-Translator: FULL NAME /d' -e '/^"Language-Team: .*<LL@li.org>/d' "$new" > "$new.clean"
  mv "$new.clean" "$catalogue"
  rm "$new"
done
