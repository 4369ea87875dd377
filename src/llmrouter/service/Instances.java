package llmrouter.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import llmrouter.files.SharedFile;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonWriter;

/// The file in which all gateways of a user stand, so that commands find them. It is a help, never a condition:
/// whatever is wrong with it is said, and nothing stops for it.
///
/// Entries whose process has ended are ignored by readers and swept by whoever writes. One entry that is not in a
/// list, as earlier programs of this name wrote it, is read as a list of one; it proves no identity, so it counts for
/// nothing.
public final class Instances {
    private final Path file;
    private final Consumer<String> log;

    private Instances(Path file, Consumer<String> log) {
        this.file = file;
        this.log = log;
    }

    /// Those of the user with this home folder.
    ///
    /// @param log gets a line for everything that is not as it should be
    public static Instances in(Path home, Consumer<String> log) {
        return new Instances(home.resolve(".llm-router.runtime.json"), log);
    }

    /// All whose process runs, the longest-running first.
    public List<Instance> running() {
        try {
            return alive(SharedFile.read(file));
        } catch (IOException e) {
            log.accept("the list of running gateways cannot be read (" + file + ": " + e.getMessage()
                + "); it counts as empty");
            return List.of();
        }
    }

    private static List<Instance> alive(String text) throws IOException {
        if (text == null || text.isBlank()) return List.of();
        Json.Obj page = object(text);
        var alive = new ArrayList<Instance>();
        for (Json item : page.has("pid") ? List.<Json>of(page) : page.items("instances")) {
            if (item instanceof Json.Obj o && Instance.of(o) instanceof Instance entry
                && entry.isAlive()) alive.add(entry);
        }
        return alive;
    }

    /// @throws IOException it is none
    private static Json.Obj object(String text) throws IOException {
        try {
            if (Json.parse(text) instanceof Json.Obj page) return page;
        } catch (JsonError e) {
            throw new IOException("it is no JSON: " + e.getMessage(), e);
        }
        throw new IOException("it is no JSON object");
    }

    /// Enters a gateway that has begun to listen. Whoever stood there for the same port has just lost it.
    public void add(Instance own) {
        edit(all -> {
            all.removeIf(other -> other.port() == own.port() && other.host().equals(own.host()));
            all.add(own);
        });
    }

    /// Takes a gateway out that no longer listens; nothing happens if it is not there.
    public void remove(Instance own) {
        if (Files.exists(file)) edit(all -> all.removeIf(other -> other.nonce().equals(own.nonce())));
    }

    private void edit(Consumer<List<Instance>> change) {
        try {
            SharedFile.edit(file, text -> {
                var all = new ArrayList<>(sound(text));
                change.accept(all);
                var items = Json.array();
                for (Instance instance : all) items.add(instance.json());
                return JsonWriter.pretty(Json.object().put("instances", items)) + "\n";
            });
        } catch (IOException e) {
            log.accept("the list of running gateways cannot be written (" + e.getMessage()
                + "); 'status', 'stop' and 'reload' will not find this one");
        }
    }

    /// A text that says nothing is kept under another name for whoever wants to know.
    private List<Instance> sound(String text) throws IOException {
        try {
            return alive(text);
        } catch (IOException e) {
            Path aside = file.resolveSibling(file.getFileName() + ".corrupt-" + System.currentTimeMillis());
            Files.move(file, aside);
            log.accept("the list of running gateways was broken (" + e.getMessage() + "); it has been moved to " + aside
                + ", and a new one begins");
            return List.of();
        }
    }
}
