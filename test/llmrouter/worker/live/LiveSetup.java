package llmrouter.worker.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import llmrouter.deploy.WorkerdRuntime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// What runs in one process of workerd: gateways of the real modules, each with variables of its own, and small
/// Workers of a test beside them. Each has a port.
final class LiveSetup {
    private static final Path SHIM = Path.of("src/llmrouter/worker/worker.mjs");
    private static final Path CORE = Path.of("build/worker-module/gateway.mjs");
    private static final String MODULE = "(name = \"%1$s\", esModule = embed \"%1$s\")";

    private final Path folder;
    private final List<String> services = new ArrayList<>();
    private final List<String> sockets = new ArrayList<>();
    private int texts;

    /// @param folder of the test, for modules, variables and the storage of objects
    LiveSetup(Path folder) throws IOException {
        assumeTrue(WorkerdRuntime.binary() != null, "the Workers runtime is not there: run './build.sh workerd'");
        assumeTrue(Files.exists(CORE), "the Worker is not built: run './build.sh dist'");
        this.folder = folder;
        Files.copy(SHIM, folder.resolve("worker.mjs"));
        Files.copy(CORE, folder.resolve("gateway.mjs"));
        Path objects = Files.createDirectories(folder.resolve("objects")).toAbsolutePath();
        services.add("(name = \"objects\", disk = (path = \"" + objects + "\", writable = true))");
    }

    /// A gateway without shared state.
    LiveSetup gateway(String name, String config, Map<String, String> variables) throws IOException {
        return worker(name, "worker.mjs", variables(config, variables), "");
    }

    /// A gateway with shared state: the object of its own class.
    LiveSetup owner(String name, String config, Map<String, String> variables) throws IOException {
        return worker(name, "worker.mjs", variables(config, variables) + ", " + state("\"RoutingState\""),
            objects(name));
    }

    /// A gateway that shares the object of another Worker's class.
    LiveSetup sharing(String name, String config, Map<String, String> variables, String owner) throws IOException {
        return worker(name, "worker.mjs", variables(config, variables) + ", "
            + state("(className = \"RoutingState\", serviceName = \"" + owner + "\")"), "");
    }

    /// A Worker of the test's own that calls another one by the name `INNER`.
    LiveSetup front(String name, String source, String inner) throws IOException {
        Files.writeString(folder.resolve(name + ".mjs"), source);
        return worker(name, name + ".mjs", "(name = \"INNER\", service = \"" + inner + "\")", "");
    }

    /// A Worker that has a class `RoutingState` of the test's own.
    LiveSetup classOf(String name, String source, String config) throws IOException {
        Files.writeString(folder.resolve(name + ".mjs"), source);
        return worker(name, name + ".mjs", variables(config, Map.of()), objects(name));
    }

    private static String state(String designator) {
        return "(name = \"LLM_ROUTER_STATE\", durableObjectNamespace = " + designator + ")";
    }

    private static String objects(String name) {
        return ", durableObjectNamespaces = [ (className = \"RoutingState\", uniqueKey = \"" + name
            + "\", enableSql = true) ], durableObjectStorage = (localDisk = \"objects\")";
    }

    private String variables(String config, Map<String, String> variables) throws IOException {
        var all = new TreeMap<>(variables);
        all.put("LLM_ROUTER_CONFIG_JSON", config);
        var bindings = new ArrayList<String>();
        for (Map.Entry<String, String> variable : all.entrySet()) {
            String file = "text" + texts++;
            Files.writeString(folder.resolve(file), variable.getValue());
            bindings.add("(name = \"%s\", text = embed \"%s\")".formatted(variable.getKey(), file));
        }
        return String.join(", ", bindings);
    }

    private LiveSetup worker(String name, String main, String bindings, String further) {
        var modules = new ArrayList<String>();
        modules.add(MODULE.formatted(main));
        for (String module : List.of("worker.mjs", "gateway.mjs")) {
            if (!module.equals(main)) modules.add(MODULE.formatted(module));
        }
        services.add("""
            (name = "%s", worker = ( modules = [ %s ], compatibilityDate = "2026-01-01",
              compatibilityFlags = [ "enable_request_signal" ], bindings = [ %s ]%s ))"""
            .formatted(name, String.join(", ", modules), bindings, further));
        sockets.add("(name = \"%1$s\", address = \"127.0.0.1:0\", http = (), service = \"%1$s\")".formatted(name));
        return this;
    }

    /// Starts the process; each start of one setup uses the same storage.
    LiveProcess start() throws Exception {
        Path config = folder.resolve("config.capnp");
        Files.writeString(config, """
            using Workerd = import "/workerd/workerd.capnp";
            const config :Workerd.Config = ( services = [
              %s,
              (name = "internet", network = (allow = ["private", "public"])) ],
              sockets = [ %s ] );
            """.formatted(String.join(",\n  ", services), String.join(",\n  ", sockets)));
        return new LiveProcess(config, sockets.size());
    }
}
