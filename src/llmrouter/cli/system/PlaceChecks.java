package llmrouter.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.KeyPlace;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.Settings;
import llmrouter.config.StateBackend.FileState;
import llmrouter.config.network.ClientCertificate;
import llmrouter.files.ConfigStore;
import llmrouter.files.ConfigText;
import llmrouter.files.FileError;
import llmrouter.files.Secrets;
import llmrouter.files.nofollow.PathCheck;

/// Files and keys: whether they are there, and whether other users can read what is secret.
final class PlaceChecks {
    private final Invocation in;
    private final List<DoctorFinding> findings = new ArrayList<>();

    private PlaceChecks(Invocation in) {
        this.in = in;
    }

    /// @param settings of the environment, or null
    /// @param config   or null
    static List<DoctorFinding> of(Invocation in, Settings settings, ConfigText text, Config config) {
        var checks = new PlaceChecks(in);
        if (text != null && Files.exists(text.path()) && text.warnings().isEmpty()) {
            checks.add(DoctorFinding.ok("permissions", "other users cannot read it", text.path()));
        }
        if (settings != null) checks.settings(settings);
        if (config != null) checks.keys(config);
        return checks.findings;
    }

    private void add(DoctorFinding finding) {
        findings.add(finding);
    }

    private void settings(Settings settings) {
        if (settings.state().backend() instanceof FileState(String path)) {
            writable("the routing state", expand(path), "LLM_ROUTER_STATE_FILE_PATH");
        }
        String log = settings.log().requestLogPath();
        if (log != null) writable("the request log", expand(log), "LLM_ROUTER_REQUEST_LOG");
        if (settings.tls().keystore() != null) visible("the gateway's key", expand(settings.tls().keystore()));
        password("the password of the gateway's key", settings.tls().password());
        if (settings.tls().client() != null) certificate(settings.tls().client(), "");
    }

    /// @param to words that name the provider, or empty
    private void certificate(ClientCertificate certificate, String to) {
        if (certificate.isNone()) return;
        // a PEM file without the key is public
        String key = certificate.keyFile() == null ? certificate.file() : certificate.keyFile();
        visible("the key of the certificate" + to, expand(key));
        password("the password of the certificate" + to, certificate.password());
    }

    private void password(String what, Secret password) {
        if (password instanceof Secret.FileSecret(String path)) visible(what, expand(path));
    }

    private Path expand(String path) {
        return ConfigStore.expand(path, in.shell().home());
    }

    /// @param variable that names another place
    private void writable(String what, Path file, String variable) {
        Path asked = Files.exists(file) ? file : file.toAbsolutePath().getParent();
        if (!Files.isWritable(asked)) {
            add(DoctorFinding.problem("permissions", what + " cannot be written there", file,
                "let your user write it, or name another place with " + variable));
            return;
        }
        try {
            PathCheck.own(file);
            visible(what, file);
        } catch (IOException e) {
            add(DoctorFinding.problem("permissions", what + " is not written: " + FileError.words(e), null,
                "or name another place with " + variable));
        }
    }

    /// Of a file that is there: whether other users can read it.
    private void visible(String what, Path file) {
        if (!Files.exists(file)) return;
        if (isOpen(file)) add(DoctorFinding.warning("permissions", "other users can read " + what, file,
            "run 'chmod 600 " + file + "'"));
        else add(DoctorFinding.ok("permissions", "other users cannot read " + what, file));
    }

    private static boolean isOpen(Path file) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) return false;
        try {
            var modes = Files.getPosixFilePermissions(file);
            return modes.contains(PosixFilePermission.GROUP_READ) || modes.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException _) {
            return false; // it has just gone
        }
    }

    // ── keys ──

    private void keys(Config config) {
        if (config.masterKey() != null) key("masterKey", config.masterKey());
        boolean callable = false;
        for (Provider provider : config.providers()) {
            if (!provider.enabled()) {
                add(DoctorFinding.note("keys", "it is switched off", provider.id(), null));
                continue;
            }
            if (provider.network().certificate() != null) {
                certificate(provider.network().certificate(), " for " + provider.id());
            }
            if (provider.apiKey() == null) {
                add(DoctorFinding.ok("keys", "it has no key", provider.id()));
                callable = true;
            } else {
                callable |= key(provider.id(), provider.apiKey());
            }
        }
        if (callable) return;
        add(DoctorFinding.problem("keys", "there is no enabled provider that can be called, so a gateway would not "
            + "start", null, "add one with 'llm-router config add-provider', or give one its key"));
    }

    /// @return whether the key is there
    private boolean key(String owner, Secret key) {
        var secrets = new Secrets(in.shell().environment()::get, in.shell().home());
        String missing = secrets.missing(key);
        if (missing != null) {
            add(DoctorFinding.warning("keys", missing, owner, "set it where the gateway is started"));
            return false;
        }
        switch (KeyPlace.of(key)) {
            case Secret.FileSecret(String path) -> {
                add(DoctorFinding.ok("keys", "the file " + path + " has its key", owner));
                visible("the key", expand(path));
            }
            case Secret.EnvSecret(String variable) ->
                add(DoctorFinding.ok("keys", "the variable " + variable + " has its key", owner));
            case Secret.CommandSecret _ -> add(DoctorFinding.ok("keys", "a command prints its key", owner));
            case null, default -> add(DoctorFinding.note("keys", "its key stands in the configuration", owner,
                "'--api-key-env' or '--api-key-file' keep it elsewhere"));
        }
        return true;
    }
}
