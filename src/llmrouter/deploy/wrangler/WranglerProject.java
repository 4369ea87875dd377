package llmrouter.deploy.wrangler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.Version;
import llmrouter.deploy.WorkerModules;
import llmrouter.deploy.api.WorkerBinding;
import llmrouter.deploy.api.WorkerBinding.SecretText;
import llmrouter.deploy.steps.DeployPlan;
import llmrouter.files.FileError;
import llmrouter.files.nofollow.OpenFolder;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

/// A folder from which wrangler deploys the gateway.
///
/// @param written the files, in the order in which they were written
/// @param next    the commands to run there, one of which is enough: the first sends all in one call
public record WranglerProject(Path folder, List<Path> written, List<String> next) {
    /// The first words of a configuration that this program wrote.
    static final String MARK = "# Written by llm-router";
    private static final String SECRETS = "secrets.json";
    private static final String IGNORED = ".gitignore";
    private static final String MODE = "rw-r--r--";
    private static final int LARGEST = 64 << 20;

    /// Writes the project. The secrets are in a file of their own, which only its owner can read. Files that it did not
    /// write itself stay as they are: then nothing is written.
    ///
    /// @throws FileError a file is in the way, or the folder cannot be written
    public static WranglerProject write(Path folder, DeployPlan plan) throws FileError {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            OpenFolder.make(absolute, null);
            try (var open = OpenFolder.of(absolute)) {
                Map<String, byte[]> files = files(plan);
                check(open, files);
                var written = new ArrayList<Path>();
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    open.replace(file.getKey(), file.getValue(), file.getKey().equals(SECRETS) ? OpenFolder.OWNER_ONLY
                        : MODE);
                    written.add(absolute.resolve(file.getKey()));
                }
                return new WranglerProject(absolute, List.copyOf(written), List.of("npx wrangler deploy --secrets-file "
                    + SECRETS, "npx wrangler deploy && npx wrangler secret bulk " + SECRETS));
            }
        } catch (IOException e) {
            throw FileError.of("write", absolute, e);
        }
    }

    private static Map<String, byte[]> files(DeployPlan plan) {
        var files = new LinkedHashMap<String, byte[]>();
        files.put(IGNORED, utf8(SECRETS + "\n"));
        files.put(SECRETS, utf8(secrets(plan) + "\n"));
        files.put(WorkerModules.SHIM, plan.modules().shim());
        files.put(WorkerModules.GATEWAY, plan.modules().gateway());
        // last, because it marks the folder as one of this program
        files.put(WranglerFile.TOML, utf8(WranglerText.of(plan, MARK + " " + Version.CURRENT)));
        return files;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Obj secrets(DeployPlan plan) {
        Obj secrets = Json.object();
        for (WorkerBinding binding : plan.bindings()) {
            if (binding instanceof SecretText(String name, String text)) secrets.put(name, text);
        }
        return secrets;
    }

    private static void check(OpenFolder folder, Map<String, byte[]> files) throws IOException {
        byte[] toml = folder.bytes(WranglerFile.TOML, LARGEST);
        if (toml != null && new String(toml, StandardCharsets.UTF_8).startsWith(MARK)) return;
        for (String name : files.keySet()) {
            if (folder.state(name) == null) continue;
            throw FileError.of("write", folder.path(name), new IOException("there is such a file that llm-router did "
                + "not write; name another folder, or move it away"));
        }
    }
}
