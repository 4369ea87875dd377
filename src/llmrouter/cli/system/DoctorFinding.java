package llmrouter.cli.system;

import llmrouter.json.Json;

/// One thing that `doctor` has looked at.
///
/// @param area  what it is about: one word, e.g. `keys`
/// @param what  how it is, a clause without a secret
/// @param where a file, an address, a provider; or null
/// @param fix   what to do, a clause; null where nothing is to be done
record DoctorFinding(Level level, String area, String what, String where, String fix) {
    enum Level {
        OK("ok"), NOTE("note"), WARNING("warning"), PROBLEM("problem");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static DoctorFinding ok(String area, String what, Object where) {
        return new DoctorFinding(Level.OK, area, what, where == null ? null : where.toString(), null);
    }

    static DoctorFinding note(String area, String what, Object where, String fix) {
        return new DoctorFinding(Level.NOTE, area, what, where == null ? null : where.toString(), fix);
    }

    static DoctorFinding warning(String area, String what, Object where, String fix) {
        return new DoctorFinding(Level.WARNING, area, what, where == null ? null : where.toString(), fix);
    }

    static DoctorFinding problem(String area, String what, Object where, String fix) {
        return new DoctorFinding(Level.PROBLEM, area, what, where == null ? null : where.toString(), fix);
    }

    /// `problem  keys      openai: the environment variable X is not set here; set it`
    String line() {
        return padded(level.word, 9) + padded(area, 14) + (where == null ? "" : where + ": ") + what
            + (fix == null ? "" : "; " + fix);
    }

    private static String padded(String word, int width) {
        return word + " ".repeat(Math.max(1, width - word.length()));
    }

    Json.Obj json() {
        return Json.object().put("level", level.word).put("area", area).put("what", what).put("where", where)
            .put("fix", fix);
    }
}
