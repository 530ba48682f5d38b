#!/bin/bash
# A Windows CPython 3.11 under Wine, from Debian packages and PyPI wheels, for tests of the Windows side.
#
#   tools/wine/setup.sh [DIR]      DIR is .build/wine unless given; a second run is done at once
#
# DIR/python    the interpreter with pywin32, xlwings, numpy, pandas, scipy
# DIR/wheels    the wheels of tools/wine/engine.txt, which the tests' offline bundle unpacks too
# DIR/env.sh    source it for WINEPREFIX and the like. Standard streams must be pipes under this Wine:
#               : | wine "$WINE_PYTHON" … 2>&1 | cat
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dir=$(realpath -m "${1:-$here/../../.build/wine}")
host_python=${PYTHON:-python3}

mkdir -p "$dir"
exec 9>"$dir/lock"; flock 9   # two test runs may start together
stamp=$(cat "$here"/*.{sh,py,c,txt} | sha256sum | cut -d" " -f1)
if [ "$(cat "$dir/stamp" 2>/dev/null)" = "$stamp" ]; then echo "$dir is ready"; exit 0; fi
rm -rf "$dir/python" "$dir/prefix" "$dir/stamp"

packages=()
command -v wine >/dev/null || packages+=(wine wine64)
command -v x86_64-w64-mingw32-gcc >/dev/null || packages+=(gcc-mingw-w64-x86-64-win32 binutils-mingw-w64-x86-64)
command -v python3.11 >/dev/null || packages+=(python3.11)
if [ ${#packages[@]} -gt 0 ]; then
  sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

for_windows=(--no-deps --only-binary=:all: --platform win_amd64 --python-version 3.11 --implementation cp --abi cp311 --abi none)
fetch() { "$host_python" -m pip download -q --disable-pip-version-check "${for_windows[@]}" --require-hashes -d "$1" -r "$2"; }
fetch "$dir/wheels" "$here/engine.txt"
fetch "$dir/wheels.more" "$here/requirements.txt"
fetch "$dir/wheels.more" "$here/interpreter.txt"

py=$dir/python; mkdir -p "$py/DLLs" "$py/Lib/site-packages"
"$host_python" - "$dir/wheels.more" "$py" <<'P'
import sys, zipfile
from pathlib import Path
wheels, python = map(Path, sys.argv[1:])
with zipfile.ZipFile(next(wheels.glob("panda3d-*.whl"))) as wheel:
    for name in wheel.namelist():
        file = Path(name).name
        top = file in {"python311.dll", "VCRUNTIME140.dll", "MSVCP140.dll"}
        inner = name.startswith("deploy_libs/") and file.endswith(".pyd")
        library = file in {"libffi-8.dll", "libcrypto-3.dll", "libssl-3.dll", "sqlite3.dll"}
        if top or inner or library:
            (python / ("" if top else "DLLs") / file).write_bytes(wheel.read(name))
P
stdlib=$(python3.11 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
tar cf - -C "$stdlib" --exclude=./site-packages --exclude=./dist-packages --exclude=./lib-dynload \
  --exclude=./test --exclude='./config-*' --exclude=./idlelib --exclude=./tkinter --exclude=./lib2to3 \
  --exclude=./turtledemo --exclude=./ensurepip --exclude=__pycache__ . | tar xf - -C "$py/Lib"
x86_64-w64-mingw32-gcc -municode -O2 -s -o "$py/python.exe" "$here/python_stub.c"
x86_64-w64-mingw32-gcc -municode -mwindows -O2 -s -o "$py/pythonw.exe" "$here/python_stub.c"

"$host_python" -m pip install -q --disable-pip-version-check --root-user-action=ignore --no-index --no-compile \
  --find-links "$dir/wheels" --find-links "$dir/wheels.more" "${for_windows[@]}" --require-hashes \
  --target "$py/Lib/site-packages" -r "$here/engine.txt" -r "$here/requirements.txt"
"$host_python" "$here/complex_math.py" build "$py" "$py/complex_math.dll"
"$host_python" "$here/complex_math.py" patch "$py/Lib"

cat > "$dir/env.sh" <<E2
export WINEPREFIX="$dir/prefix" WINEARCH=win64 WINEDEBUG=\${WINEDEBUG:--all} WINEDLLOVERRIDES="mscoree,mshtml="
export WINE_PYTHON="$py/python.exe"
E2
. "$dir/env.sh"
# Wine's server ends with its last program, and a program that starts meanwhile loses its connection. So
# the server stays for the whole set-up; and since a first boot on a busy machine can fail all the same,
# a prefix that does not answer is made anew.
first_boot() {
  rm -rf "$dir/prefix"; mkdir "$dir/prefix"
  wineserver -p 9>&- && wine wineboot --init >"$dir/wineboot.log" 2>&1 9>&- || return 1
  : | wine "$WINE_PYTHON" -X utf8 -m compileall -q 'Z:'"$py/Lib" 9>&- 2>&1 | cat >/dev/null
  : | wine "$WINE_PYTHON" -X utf8 -c 'import sys, numpy, pandas, scipy.stats, pythoncom, xlwings.com_server
print("Python", sys.version.split()[0], "numpy", numpy.__version__, "scipy", scipy.__version__, "xlwings", xlwings.__version__)' 9>&- 2>&1 | tee "$dir/check.txt"
  grep -q '^Python 3.11' "$dir/check.txt"
}
shut_down() { wineserver -k 9>&- || true; wineserver -w 9>&- || true; }
attempt=1
until first_boot; do
  shut_down
  [ $((attempt++)) -lt 3 ] || { cat "$dir/wineboot.log" >&2; exit 1; }
  echo "Wine's first boot failed; once more" >&2
done
shut_down
echo "$stamp" > "$dir/stamp"
