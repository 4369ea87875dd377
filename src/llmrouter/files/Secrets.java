package llmrouter.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import llmrouter.config.Config;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Secret.MissingSecret;
import llmrouter.config.keys.KeyWrapping;
import llmrouter.config.keys.WrappedKey;
import llmrouter.config.network.ClientCertificate;
import llmrouter.text.Ws;

/// Reads the keys that a configuration refers to: variables, files, commands. A command runs once for each object of
/// this class; variables and files are read each time, so that a reload sees a rotated key. Threads may share one
/// object.
public final class Secrets {
    private static final int LARGEST_BYTES = 64 << 10;

    private final UnaryOperator<String> env;
    private final Path home;
    private final Map<String, String> ofCommands = new ConcurrentHashMap<>();

    /// @param env  the value of a variable, or null
    /// @param home what `~` means
    public Secrets(UnaryOperator<String> env, Path home) {
        this.env = env;
        this.home = home;
    }

    /// A configuration in which each key is inline or missing.
    ///
    /// @param problem why the master key cannot be had, without any value; null if it can, or if there is none. A
    ///                gateway must not run then: it would ask for no key, or for one that no client can have
    public record ResolvedSecrets(Config config, String problem) {}

    /// Resolves the master key, the keys of all enabled providers, and the passwords of their client certificates. A
    /// secret of a provider that cannot be had becomes a [MissingSecret], so that it is not taken for "no key needed".
    public ResolvedSecrets resolve(Config config) {
        var files = new HashMap<String, PlainFile>();
        begin(files, config.masterKey());
        for (Provider p : config.providers()) {
            if (!p.enabled()) continue;
            begin(files, p.apiKey());
            begin(files, p.certificatePassword());
        }
        Secret master = resolve(config.masterKey(), files);
        var providers = new ArrayList<Provider>();
        for (Provider p : config.providers()) providers.add(p.enabled() ? resolve(p, files) : p);
        String problem = master instanceof MissingSecret missing ? "masterKey: " + missing.problem() : null;
        return new ResolvedSecrets(config.withMasterKey(master).withProviders(List.copyOf(providers)), problem);
    }

    private Provider resolve(Provider provider, Map<String, PlainFile> files) {
        Provider known = provider.withApiKey(resolve(provider.apiKey(), files));
        ClientCertificate own = provider.network().certificate();
        if (provider.certificatePassword() == null) return known;
        return known.withNetwork(known.network().withCertificate(own.withPassword(resolve(own.password(), files))));
    }

    /// Begins to read a key file. All key files are read at the same time, so that ten on a network mount that hangs
    /// take no longer than one.
    private void begin(Map<String, PlainFile> files, Secret secret) {
        if (secret instanceof FileSecret(String path)) files.computeIfAbsent(path, this::begin);
    }

    private PlainFile begin(String path) {
        return PlainFile.reading(ConfigStore.expand(path, home), "read the key file", LARGEST_BYTES);
    }

    private Secret resolve(Secret secret, Map<String, PlainFile> files) {
        if (secret == null || secret instanceof InlineSecret || secret instanceof MissingSecret) return secret;
        try {
            return new InlineSecret(value(secret, files), secret);
        } catch (FileError e) {
            return new MissingSecret(secret, withFix(secret, e));
        }
    }

    /// What is wrong with a key and what to do, for a gateway that is starting or runs.
    private String withFix(Secret secret, FileError error) {
        return switch (secret) {
            case EnvSecret(String variable) when Ws.blank(env.apply(variable)) -> "the environment variable "
                + variable + " is not set where the gateway was started; set it there and restart the gateway";
            case EnvSecret _ ->
                error.getMessage() + "; correct it where the gateway is started and restart the gateway";
            case InlineSecret _, FileSecret _, CommandSecret _, MissingSecret _ ->
                error.getMessage() + "; correct that, then run 'llm-router reload'";
        };
    }

    /// Why a key could not be had here, for a command that has saved where it is; null if it could, or if only running
    /// a command would tell. The gateway may have another environment.
    ///
    /// @param secret or null
    public String missing(Secret secret) {
        if (secret instanceof EnvSecret(String variable) && Ws.blank(env.apply(variable))) {
            return "the environment variable " + variable + " is not set here";
        }
        if (secret instanceof MissingSecret(_, String problem)) return problem;
        if (!(secret instanceof EnvSecret) && !(secret instanceof FileSecret)) return null;
        try {
            value(secret);
            return null;
        } catch (FileError e) {
            return e.getMessage();
        }
    }

    /// A configuration with the keys that variables and files hold here; no command is run, and a key that cannot be
    /// had stays as it is written. For a look at the keys, not for running.
    public Config withKeysOfPlaces(Config config) {
        var providers = new ArrayList<Provider>();
        for (Provider p : config.providers()) providers.add(p.enabled() ? p.withApiKey(here(p.apiKey())) : p);
        return config.withMasterKey(here(config.masterKey())).withProviders(List.copyOf(providers));
    }

    private Secret here(Secret secret) {
        boolean kept = secret instanceof EnvSecret || secret instanceof FileSecret;
        return kept && missing(secret) == null ? resolve(secret) : secret;
    }

    private Secret resolve(Secret secret) {
        var files = new HashMap<String, PlainFile>();
        begin(files, secret);
        return resolve(secret, files);
    }

    /// The key itself, without white space around it.
    /// @throws FileError it cannot be read; the message names the variable, file or command, never a value
    public String value(Secret secret) throws FileError {
        var files = new HashMap<String, PlainFile>();
        begin(files, secret);
        return value(secret, files);
    }

    /// @param files the key files that are being read
    private String value(Secret secret, Map<String, PlainFile> files) throws FileError {
        return switch (secret) {
            case InlineSecret(String value, _) -> value;
            case EnvSecret(String variable) -> usable(variable(variable), "the environment variable " + variable);
            case FileSecret(String path) -> usable(content(path, files.get(path)), "the key file " + path);
            case CommandSecret(String command) -> ofCommand(command);
            case MissingSecret(_, String problem) -> throw new FileError(problem);
        };
    }

    private String variable(String name) throws FileError {
        String value = env.apply(name);
        if (Ws.blank(value)) {
            throw new FileError("the environment variable " + name
                + " is not set; set it where the gateway is started");
        }
        return value;
    }

    private String content(String path, PlainFile file) throws FileError {
        if (!FileNames.usable(path)) {
            throw new FileError("the name of the key file " + FileNames.WHY + "; " + FileNames.FIX);
        }
        try {
            return decode(file.bytes());
        } catch (CharacterCodingException _) {
            throw new FileError("the key file " + ConfigStore.expand(path, home) + " is not text");
        } catch (IOException e) {
            throw FileError.of("read the key file", ConfigStore.expand(path, home), e);
        }
    }

    private String ofCommand(String command) throws FileError {
        String known = ofCommands.get(command);
        if (known != null) return known;
        try {
            String output = decode(KeyCommand.run(command, LARGEST_BYTES));
            String value = usable(output, "the output of the key command '" + KeyCommand.name(command) + " …'");
            ofCommands.put(command, value);
            return value;
        } catch (FileError e) {
            throw e;
        } catch (CharacterCodingException _) {
            throw new FileError("the output of the key command '" + KeyCommand.name(command) + " …' is not text");
        } catch (IOException e) {
            throw new FileError(
                "cannot run the key command '" + KeyCommand.name(command) + " …': " + FileError.words(e));
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private static String usable(String text, String where) throws FileError {
        String value = Ws.trim(text);
        if (value.isEmpty()) throw new FileError(where + " is empty");
        for (char c : value.toCharArray()) {
            if (c < ' ' || c >= 0x7F) {
                WrappedKey wrapped = KeyWrapping.find(value, true);
                String why = wrapped == null ? "" : ": it " + wrapped.what() + "; " + wrapped.fixThere();
                throw new FileError(where
                    + " holds more than one line or a character that cannot be sent in a header" + why);
            }
        }
        return value;
    }
}
