#!/bin/sh
# Print the path of a Python that can build the virtual environment: 3.11 or later, with venv and pip.
# Tries every match in PATH: a shim that does not work must not hide a working interpreter.
too_old= no_pip=
old_ifs=$IFS
for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    IFS=:
    for folder in $PATH; do
        IFS=$old_ifs
        case $name in */*) candidate=$name ;; *) candidate=${folder:-.}/$name ;; esac
        [ -x "$candidate" ] && [ ! -d "$candidate" ] || continue
        version=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        if ! "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            too_old="$candidate is $version"
        elif ! "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            no_pip="$candidate ($version)"
        else
            echo "$candidate"
            exit 0
        fi
    done
    IFS=$old_ifs
done

{
    if [ -n "$no_pip" ]; then
        echo "make: found $no_pip, but it does not have the modules venv and ensurepip."
        echo "      On Debian and Ubuntu: apt-get install python3-venv; then run make again."
    else
        echo "make: found ${too_old:-no Python} in PATH; the dashboard needs Python 3.11 or later."
        echo "      Install one (Debian and Ubuntu: apt-get install python3 python3-venv), or set one: make PYTHON=/path/to/python3"
    fi
} >&2
exit 1
