package llmrouter.config;

import llmrouter.text.Printable;
import llmrouter.text.Text;

/// Something wrong, or worth knowing, in a configuration file: where it is and what to do.
///
/// @param line   from 1; 0 when there is no text to point at
/// @param column from 1
/// @param path   e.g. `providers[1].rateLimits[0].window.unit`; empty for the file as a whole
/// @param what   what is wrong, a clause without a period; never a secret
/// @param fix    what to write instead, a clause without a period
public record Finding(String file, int line, int column, String path, String what, String fix) {
    /// Names and values of the file are shown on one line, without characters that a terminal would obey.
    public Finding {
        path = Printable.of(path);
        what = Printable.of(what);
        fix = Printable.of(fix);
    }

    /// One line for people, in the `file:line:column:` form that editors and terminals can follow.
    public String describe() {
        String where = line > 0 ? file + ":" + line + ":" + column + ": " : file + ": ";
        String subject = path.isEmpty() ? "" : path + ": ";
        return where + subject + what + "; " + fix;
    }

    /// A value in double quotes, for a message; more than 60 characters are cut.
    public static String quoted(String value) {
        return new Text(64).quote(value.length() > 60 ? value.substring(0, 57) + "..." : value).take();
    }
}
