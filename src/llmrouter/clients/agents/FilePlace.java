package llmrouter.clients.agents;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where a client's settings file is.
///
/// @param folder   below the home folder if it begins with `~/`, else below the project; empty for the project itself
/// @param variable of the environment that names another folder; or null
/// @param below    what stands between that other folder and the file; empty for nothing
/// @param names    that the file may have; the first one that is there counts, the last one if none is
public record FilePlace(String folder, String variable, String below, List<String> names) {
    private static final String HOME = "~/";

    static FilePlace of(String folder, String... names) {
        return new FilePlace(folder, null, "", List.of(names));
    }

    /// A copy whose folder a variable can move.
    FilePlace movedBy(String name, String folderBelow) {
        return new FilePlace(folder, name, folderBelow, names);
    }

    /// The path for this user and project; absolute.
    public Path in(AgentPlaces places) {
        Path at = folder(places);
        for (String name : names) {
            if (Files.exists(at.resolve(name))) return at.resolve(name);
        }
        return at.resolve(names.getLast());
    }

    private Path folder(AgentPlaces places) {
        String moved = variable == null ? null : places.environment().get(variable);
        if (moved != null && !moved.isBlank()) return places.project().resolve(moved).resolve(below).normalize();
        if (folder.startsWith(HOME)) return places.home().resolve(folder.substring(HOME.length()));
        return places.project().resolve(folder);
    }

    /// The path for documents, e.g. `~/.claude/settings.json`, with the variable that moves it.
    public String describe() {
        String path = folder.isEmpty() ? names.getLast() : folder + "/" + names.getLast();
        return "`" + path + "`" + (variable == null ? "" : " (`" + variable + "` moves it)");
    }
}
