#!/bin/sh
# LibreOffice 25.2 or newer for the tests: Calc without a screen, its Python bridge, pdftoppm.
#
#   tools/setup_libreoffice.sh           install, if it is not there
#   PYTHON=.venv/bin/python ...          the Python of the tests, if it is another one
#
# Debian and Ubuntu only. Where the distribution's own LibreOffice is older, it comes from its
# backports, at the address the machine already uses. Runs again without harm.
set -eu

wanted=25.2
packages="libreoffice-calc-nogui python3-uno poppler-utils"
root=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$root/.venv/bin/python}
site=$root/.build/lo-site
lists=/etc/apt/sources.list.d/stressvar-backports.sources

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 -qq "$@"; }
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

installed() {
    command -v soffice >/dev/null && command -v pdftoppm >/dev/null &&
        /usr/bin/python3 -c 'import uno' 2>/dev/null &&
        at_least "$wanted" "$(soffice --version 2>/dev/null | awk '{print $2}')"
}

offered() {  # by the sources as they are: the version apt would install, without its epoch
    apt-cache policy libreoffice-calc-nogui | sed -n 's/^ *Candidate: \([0-9]*:\)\{0,1\}//p'
}

# The first web address among the machine's own sources, in either form of the file.
address() {
    cat /etc/apt/sources.list.d/*.sources 2>/dev/null | awk '/^URIs:/{print $2; exit}'
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
        sed 's/\[[^]]*\]//' | awk '$1 == "deb" {print $2; exit}'
}

keys() {  # the keyring that the same source names, or the distribution's
    found=$(cat /etc/apt/sources.list.d/*.sources 2>/dev/null | awk '/^Signed-By:/{print $2; exit}')
    echo "${found:-/usr/share/keyrings/$ID-archive-keyring.gpg}"
}

add_backports() {
    from=$(address | head -n 1)
    [ -n "$from" ] || { echo "no source to derive the backports from" >&2; exit 1; }
    printf 'Types: deb\nURIs: %s\nSuites: %s-backports\nComponents: main\nSigned-By: %s\n' \
        "$from" "$VERSION_CODENAME" "$(keys)" | as_root tee "$lists" >/dev/null
    apt_get update
}

if installed; then
    echo "LibreOffice $(soffice --version | awk '{print $2}') is there"
else
    command -v apt-get >/dev/null || { echo "needs apt: Debian or Ubuntu" >&2; exit 1; }
    . /etc/os-release
    apt_get update
    release=
    if ! at_least "$wanted" "$(offered)"; then
        grep -qs "$VERSION_CODENAME-backports" /etc/apt/sources.list /etc/apt/sources.list.d/* ||
            add_backports
        release="-t $VERSION_CODENAME-backports"
    fi
    # shellcheck disable=SC2086  # lists of words
    apt_get install -y --no-install-recommends $release $packages >/dev/null
    installed || { echo "LibreOffice $wanted or newer is not what apt installed" >&2; exit 1; }
    echo "installed LibreOffice $(soffice --version | awk '{print $2}')"
fi

# Compiled packages load in one version of Python only: LibreOffice's may need its own numpy.
if [ ! -x "$python" ]; then
    echo "no Python at $python: numpy for LibreOffice is not looked after" >&2
    exit 0
fi
tag='import sys; print(sys.implementation.cache_tag)'
if [ "$("$python" -c "$tag")" = "$(/usr/bin/python3 -c "$tag")" ]; then
    echo "LibreOffice's Python is the version of $python: it uses the same packages"
elif PYTHONPATH=$site /usr/bin/python3 -c 'import cachetools, numpy, scipy' 2>/dev/null &&
    [ -d "$site/numpy" ]; then
    echo "numpy and scipy for LibreOffice's Python are in $site"
else
    rm -rf "$site"
    version=$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$python" -m pip install -q --target "$site" --only-binary=:all: \
        --python-version "$version" 'cachetools>=6' 'numpy>=2' 'scipy>=1.13'
    PYTHONPATH=$site /usr/bin/python3 -c 'import cachetools, numpy, scipy'
    echo "installed numpy and scipy for Python $version in $site"
fi
