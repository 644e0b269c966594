#!/bin/sh
# What a fresh machine needs, and what make install puts where.

. "$(dirname "$0")/lib.sh"

# A PATH that holds no compiler, no package manager but the ones named, and a user who is not root.
bare_machine() {
	mkdir bin
	for t_p in sh make mktemp mkdir rm cat cut tr sed grep cp env printf echo getconf dirname date; do
		ln -s "$(command -v $t_p)" bin/$t_p 2>/dev/null
	done
	printf '#!/bin/sh\necho 1000\n' >bin/id
	for t_p; do
		printf '#!/bin/sh\necho "%s was run" >&2\n' "$t_p" >"bin/$t_p"
	done
	chmod +x bin/id
	for t_p; do chmod +x "bin/$t_p"; done
	t_env "PATH=$PWD/bin"
}

for goal in demo test; do
	t_begin "make $goal without root prints the apt command and stops with status 2"
	bare_machine apt-get
	t_run make -C "$SD_TOP" --no-print-directory B="$PWD/b" "$goal"
	t_status 2
	t_out_any
	t_err_has 'sd needs a C compiler, '
	t_err_has '    apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev '
	t_err_not 'was run'
done

t_begin 'a machine without a known package manager is told what Debian would be told'
bare_machine
t_run sh "$SD_TOP/tests/deps" install test
t_status 2
t_err_has 'No known package manager (apt, dnf, apk, brew) is here.'
t_err_has ' libcriterion-dev '

t_begin 'dnf and apk are known by their own package names'
bare_machine dnf
t_run sh "$SD_TOP/tests/deps" check build
t_status 2
t_err_has '    dnf install -y gcc glibc-devel libyaml-devel '
mv bin/dnf bin/apk
t_run sh "$SD_TOP/tests/deps" check build
t_status 2
t_err_has '    apk add gcc musl-dev yaml-dev '

t_begin 'brew installs without root'
bare_machine brew
t_run sh "$SD_TOP/tests/deps" install build
t_status 2
t_out <<'END'
installing: brew install gcc libyaml libcsv jansson nettle util-linux gettext
END
t_err_has 'brew was run'

install_files() {
	t_run make -s -C "$SD_TOP" --no-print-directory B="$SD_BIN" "$@"
}

t_begin 'uninstall leaves nothing behind'
install_files install-files DESTDIR="$PWD/dest"
install_files uninstall DESTDIR="$PWD/dest"
t_run find dest ! -type d
t_begin 'install puts programs, manuals, policies, completions and translations under DESTDIR and PREFIX'
install_files install-files DESTDIR="$PWD/dest" PREFIX=/usr
t_sh 'cd dest/usr && for f in bin/sd bin/sd-log bin/sd-report share/sd/policies/policy.schema.json \
	share/sd/policies/holidays/cn.yaml share/sd/hooks/send share/man/man1/sd-policy.1 share/man/man5/sd-policy.5 \
	share/man/man7/sd.7 share/bash-completion/completions/sd share/zsh/site-functions/_sd \
	share/fish/vendor_completions.d/sd.fish share/locale/zh_CN/LC_MESSAGES/sd.mo; do
	[ -f $f ] || echo "no $f"; done; ls ..'
t_out <<'END'
usr
END
t_run dest/usr/bin/sd --version
t_out_has 'sd 0.'
t_run dest/usr/bin/sd-log --version
t_out_has 'sd 0.'

t_begin 'an installed sd finds its policies and translations beside itself'
install_files install-files DESTDIR="$PWD/dest" PREFIX=/opt/sd
t_run dest/opt/sd/bin/sd init --policy shopping-mall shop
t_out_any
t_err_any
t_run dest/opt/sd/bin/sd --lang zh --help
t_out_has '用法'

