package llmrouter.deploy.wrangler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.DeployTargets;
import llmrouter.files.FileError;
import llmrouter.files.SharedFile;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonError;
import llmrouter.json.file.JsonSource;
import llmrouter.toml.TomlDocument;
import llmrouter.toml.TomlError;

/// What a configuration of wrangler says, for one environment. The file is never changed.
///
/// @param path               of the file
/// @param name               of the Worker, with its environment; null if the file does not say
/// @param accountId          or null
/// @param compatibilityDate  or null
/// @param targets            [DeployTargets#NONE] if the file names none
/// @param saysTargets        whether the file says anything of targets, also that there is none
/// @param vars               texts; other values as JSON
/// @param durableState       whether it binds our class of Durable Objects
/// @param findings           what is wrong, and what cannot be taken over
public record WranglerFile(Path path, String name, String accountId, String compatibilityDate,
        List<String> compatibilityFlags, DeployTargets targets, boolean saysTargets, Map<String, String> vars,
        boolean durableState, List<DeployFinding> findings) {
    static final String TOML = "wrangler.toml";
    /// In the order in which wrangler looks for them.
    private static final List<String> NAMES = List.of("wrangler.json", "wrangler.jsonc", TOML);

    public WranglerFile {
        compatibilityFlags = List.copyOf(compatibilityFlags);
        vars = Map.copyOf(vars);
        findings = List.copyOf(findings);
    }

    /// Reads the configuration in a folder: `wrangler.json`, `wrangler.jsonc` or `wrangler.toml`, the first that there
    /// is. A file that cannot be read is a finding that blocks, and so is a folder that is not there: the name of the
    /// Worker would then be another one than the user means.
    ///
    /// @param environment or null for the top level
    /// @return null if there is no such file in the folder
    public static WranglerFile in(Path folder, String environment) {
        if (!Files.isDirectory(folder)) {
            return blocked(folder, Files.exists(folder) ? folder + " is not a folder" : "there is no folder " + folder);
        }
        for (String name : NAMES) {
            Path file = folder.resolve(name);
            try {
                String text = SharedFile.read(file);
                if (text != null) return of(file, text, environment);
            } catch (IOException e) {
                return unreadable(file, FileError.words(e), "correct that, or name another folder");
            }
        }
        return null;
    }

    /// The same where the file must be there, because nothing else names the Worker.
    public static WranglerFile needed(Path folder, String environment) {
        WranglerFile found = in(folder, environment);
        return found != null ? found : blocked(folder, "there is no configuration of wrangler in " + folder);
    }

    private static WranglerFile blocked(Path folder, String why) {
        return blocked(folder, DeployFinding.blocks("project", why, "correct --project-dir, or leave it out and name "
            + "the Worker with --worker-name"));
    }

    private static WranglerFile of(Path file, String text, String environment) {
        try {
            Json tree = file.endsWith(TOML) ? WranglerTree.of(TomlDocument.of(text).table())
                : Json.parse(withoutLastCommas(JsonSource.of(text).plain()));
            if (tree instanceof Obj root) return new WranglerReader(file, root, environment).read();
            return unreadable(file, "it is not an object", "write { … }");
        } catch (TomlError e) {
            String where = file + ":" + e.line() + ":" + e.column();
            return unreadable(file, where + ": " + e.getMessage(), e.fix());
        } catch (JsonError e) {
            return unreadable(file, file + ":" + e.line() + ":" + e.column() + ": it is not JSON: " + e.getMessage(),
                "correct the text there");
        }
    }

    /// The text with a blank for each comma before the end of an object or an array, which wrangler allows.
    private static String withoutLastCommas(String json) {
        var text = new StringBuilder(json);
        int comma = -1;
        boolean string = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (string && c == '\\') {
                i++;
            } else if (c == '"') {
                string = !string;
                comma = -1;
            } else if (!string && c > ' ') {
                if (comma >= 0 && (c == '}' || c == ']')) text.setCharAt(comma, ' ');
                comma = c == ',' ? i : -1;
            }
        }
        return text.toString();
    }

    private static WranglerFile unreadable(Path file, String why, String fix) {
        return blocked(file, DeployFinding.blocks("project", "cannot use " + file.getFileName() + ": " + why, fix));
    }

    private static WranglerFile blocked(Path path, DeployFinding finding) {
        return new WranglerFile(path, null, null, null, List.of(), DeployTargets.NONE, false, Map.of(), false,
            List.of(finding));
    }

    public boolean isBlocked() {
        return findings.stream().anyMatch(DeployFinding::isBlocking);
    }
}
