/*
 * i18n: mark a message for translation (GNU gettext, domain "sd").
 *
 * _("...") is translated where it stands; N_("...") only marks a constant that is translated
 * later. The language is chosen once by cmd/ from --lang, the policy or the environment.
 * Machine formats, column names, codes and the words error/warning/note are never translated.
 */
#ifndef SD_BASE_I18N_H
#define SD_BASE_I18N_H

#include <libintl.h>

#define _(s) dgettext("sd", s)
#define N_(s) (s)

#endif
