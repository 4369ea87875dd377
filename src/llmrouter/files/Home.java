package llmrouter.files;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import llmrouter.config.read.SettingsTable;
import llmrouter.text.Ws;

/// The user's home folder: what `~` means.
///
/// A process may have none: `HOME` is not set and its user is not in the system's database, or `HOME` names what is not
/// there. Then [#NOWHERE] stands for it, so that nothing is made in the current folder or in a folder of root.
public final class Home {
    /// Stands for a folder that there is not. Nothing can be made below it, because a file is above it.
    public static final Path NOWHERE = Path.of(File.separatorChar == '/' ? "/dev/null/no-home-folder"
        : System.getProperty("java.home") + "\\release\\no-home-folder");

    private static final String FIX = "set HOME to a folder that this user can write";

    private Home() {}

    /// `$HOME`, as in every shell; if it is not set, the folder in the system's user database, as the JDK reads it.
    /// [#NOWHERE] if that is no folder.
    public static Path folder() {
        return problem() == null ? Path.of(given(System.getenv("HOME"), System.getProperty("user.home"))) : NOWHERE;
    }

    /// Why there is no home folder, with the fix, clauses without a period; null if there is one.
    public static String problem() {
        return problem(System.getenv("HOME"), System.getProperty("user.home"));
    }

    /// @param home      the variable, or null
    /// @param ofTheUser what the JDK found in the database; `?` if it has none
    static String problem(String home, String ofTheUser) {
        String given = given(home, ofTheUser);
        String subject = Ws.blank(home) ? "the home folder " + given + " of this user" : "HOME=" + given;
        if (Ws.blank(given) || given.equals("?")) return "HOME is not set, and the system knows no home folder of this "
            + "user; " + FIX;
        if (!FileNames.usable(given)) return "HOME " + FileNames.WHY + "; " + FileNames.FIX;
        Path folder;
        try {
            folder = Path.of(given);
        } catch (InvalidPathException _) {
            return subject + " is no path; " + FIX;
        }
        if (!folder.isAbsolute()) return subject + " is no absolute path; " + FIX;
        if (Files.isDirectory(folder)) return null;
        return Files.exists(folder) ? subject + " is not a folder; " + FIX
            : subject + " does not exist; make that folder, or " + FIX;
    }

    private static String given(String home, String ofTheUser) {
        return Ws.blank(home) ? ofTheUser : home;
    }

    /// The environment of a process. Where there is no home folder, the settings whose defaults lie in it are off,
    /// unless the user has chosen otherwise.
    public static Map<String, String> settings(Map<String, String> environment) {
        if (problem() == null) return environment;
        var changed = new HashMap<>(environment);
        boolean stateFile = environment.containsKey(SettingsTable.STATE_FILE.name());
        if (!stateFile) changed.putIfAbsent(SettingsTable.STATE_BACKEND.name(), "memory");
        changed.putIfAbsent(SettingsTable.REQUEST_LOG.name(), "off");
        return changed;
    }

    /// Whether a path is below [#NOWHERE].
    public static boolean isNowhere(Path path) {
        return path.startsWith(NOWHERE);
    }
}
