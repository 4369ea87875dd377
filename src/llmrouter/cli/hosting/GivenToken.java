package llmrouter.cli.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.Secret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.files.FileError;
import llmrouter.files.Secrets;
import llmrouter.text.Ws;

/// The API token that flags give.
public final class GivenToken {
    private GivenToken() {}

    /// The token, once it is looked up. A file that others may read is told.
    ///
    /// @param given as the flags say it
    /// @throws CliError there is none in that place
    public static String of(Invocation in, Secret given) {
        var environment = in.shell().environment();
        if (given instanceof EnvSecret(String name) && Ws.blank(environment.get(name))) {
            throw CliError.usage("the environment variable " + name + " of --api-token-env is not set; it must hold "
                + "the API token");
        }
        if (given instanceof FileSecret(String path)) warnIfOpen(in, Path.of(path));
        try {
            return new Secrets(environment::get, in.shell().home()).value(given);
        } catch (FileError e) {
            throw CliError.usage("the API token: " + e.getMessage());
        }
    }

    private static void warnIfOpen(Invocation in, Path file) {
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
            boolean open = rights.contains(PosixFilePermission.OTHERS_READ)
                || rights.contains(PosixFilePermission.GROUP_READ);
            if (open) in.say("warning: others may read " + file + ", which holds the API token; 'chmod 600' closes it");
        } catch (IOException | UnsupportedOperationException _) {
            // what cannot be read is told when it is read, and some systems have no such rights
        }
    }
}
