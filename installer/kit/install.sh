#!/bin/sh
# Install In Camera from this folder, without a network: sh install.sh [--key FILE] [--prefix FOLDER] [--with-models|--without-models] [--uninstall]
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
wanted=$(cat "$here/python-version")
for python in "python$wanted" python3; do
    if command -v "$python" >/dev/null 2>&1 &&
        "$python" -I -B -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$wanted')"; then
        exec "$python" -I -B "$here/install.py" "$@"
    fi
done
echo "install: this kit is for Python $wanted, which is not here" >&2
exit 1
