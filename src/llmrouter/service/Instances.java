package llmrouter.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import llmrouter.files.FileError;
import llmrouter.files.Home;
import llmrouter.files.SharedFile;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonWriter;

/// The file that lists all running gateways of a user, so that commands find them. No gateway depends on it: a problem
/// with the file is logged, and the gateway goes on.
///
/// Readers ignore entries whose process has ended; writers remove them. A single entry without a list, as earlier
/// programs of this name wrote it, is read as a list of one; without any secret in it, it is ignored.
public final class Instances {
    private final Path file;
    private final Consumer<String> log;

    private Instances(Path file, Consumer<String> log) {
        this.file = file;
        this.log = log;
    }

    /// The gateways of the user with this home folder.
    ///
    /// @param log gets a line about each problem with the file
    public static Instances in(Path home, Consumer<String> log) {
        return new Instances(home.resolve(".llm-router.runtime.json"), log);
    }

    /// The gateways that listen for clients, the longest-running first; none without a home folder, which is said
    /// elsewhere.
    public List<Instance> running() {
        return all().stream().filter(instance -> !instance.draining()).toList();
    }

    /// The gateways that finish requests and listen for clients no more. Another program may have their port.
    public List<Instance> draining() {
        return all().stream().filter(Instance::draining).toList();
    }

    /// All entries whose process runs.
    public List<Instance> all() {
        if (Home.isNowhere(file)) return List.of();
        try {
            return alive(SharedFile.read(file));
        } catch (IOException e) {
            log.accept("the list of running gateways cannot be read (" + file + ": " + FileError.words(e)
                + "); it counts as empty");
            return List.of();
        }
    }

    /// Those of [#running] that have this configuration file, however its path is written.
    public List<Instance> runningWith(Path config) {
        return running().stream().filter(instance -> instance.config() != null && sameFile(config, instance.config()))
            .toList();
    }

    /// @param theirs a path, or the name of the environment variable that holds a configuration
    private static boolean sameFile(Path ours, String theirs) {
        try {
            Path path = Path.of(theirs);
            return path.isAbsolute() && Files.isSameFile(ours, path);
        } catch (IOException | InvalidPathException _) {
            return ours.toAbsolutePath().normalize().toString().equals(theirs); // neither is there
        }
    }

    private static List<Instance> alive(String text) throws IOException {
        if (text == null || text.isBlank()) return List.of();
        Json.Obj root = object(text);
        var alive = new ArrayList<Instance>();
        for (Json.Obj item : root.has("pid") ? List.of(root) : root.objects("instances")) {
            Instance entry = Instance.of(item);
            if (entry != null && entry.isAlive()) alive.add(entry);
        }
        return alive;
    }

    /// @throws IOException the text is not a JSON object
    private static Json.Obj object(String text) throws IOException {
        try {
            if (Json.parse(text) instanceof Json.Obj root) return root;
        } catch (JsonError e) {
            throw new IOException("it is not JSON: " + e.getMessage(), e);
        }
        throw new IOException("it is not a JSON object");
    }

    /// Whether there is a file.
    public boolean isThere() {
        return Files.exists(file);
    }

    /// Enters a gateway that has begun to listen, in place of an earlier entry with the same address.
    public void add(Instance own) {
        edit(all -> {
            all.removeIf(other -> !other.draining() && other.port() == own.port() && other.host().equals(own.host()));
            all.add(own);
        });
    }

    /// Writes down that a gateway listens for clients no more.
    public void drains(Instance own) {
        edit(all -> {
            all.removeIf(other -> other.is(own));
            all.add(own.asDraining());
        });
    }

    /// Removes a gateway that ends; does nothing if it is not in the file.
    public void remove(Instance own) {
        if (Files.exists(file)) edit(all -> all.removeIf(other -> other.is(own)));
    }

    private void edit(Consumer<List<Instance>> change) {
        try {
            SharedFile.edit(file, text -> {
                var all = new ArrayList<>(alive(text));
                change.accept(all);
                Json.Arr items = Json.array();
                for (Instance instance : all) items.add(instance.json());
                return JsonWriter.pretty(Json.object().put("instances", items)) + "\n";
            }, line -> log.accept("the list of running gateways: " + line));
        } catch (IOException e) {
            // that there is no home folder was said when the process started
            if (Home.isNowhere(file)) return;
            log.accept("the list of running gateways cannot be written (" + FileError.describe(e)
                + "); 'status', 'stop' and 'reload' will not find this one");
        }
    }
}
