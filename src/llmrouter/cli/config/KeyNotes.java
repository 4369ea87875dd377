package llmrouter.cli.config;

import java.nio.file.Files;
import java.nio.file.Path;

import llmrouter.cli.Invocation;
import llmrouter.config.Secret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.text.Ws;

/// Tells when a key that was given by its place cannot be read there now. It is saved all the same: a gateway may run
/// in another environment than this command.
final class KeyNotes {
    private KeyNotes() {}

    static void sayIfMissing(Invocation in, Secret key) {
        if (key instanceof EnvSecret(String variable) && Ws.blank(in.shell().environment().get(variable))) {
            in.say("note: " + variable + " is not set here; set it where the gateway is started");
        }
        if (key instanceof FileSecret(String path) && !Files.isReadable(Path.of(path))) {
            in.say("note: there is no file " + path + " that can be read here; the gateway reads it when it starts");
        }
    }
}
