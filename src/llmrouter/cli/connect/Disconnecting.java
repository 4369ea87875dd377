package llmrouter.cli.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Confirmation;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.clients.agents.AgentScope;
import llmrouter.clients.agents.CodingAgent;
import llmrouter.clients.patch.Reverted;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.files.FileError;
import llmrouter.files.UndoRecord;
import llmrouter.host.GatewayInputs;
import llmrouter.host.HostError;
import llmrouter.json.Json;

/// Takes a connection back. A file that nothing else has changed gets its very bytes from before. In one that was changed
/// since, only the settings of the connection get their old values. If one of these was changed too, nothing is done,
/// unless the user insists.
final class Disconnecting {
    private final Invocation in;
    private final CodingAgent agent;
    private final AgentScope scope;

    Disconnecting(Invocation in, CodingAgent agent, AgentScope scope) {
        this.in = in;
        this.agent = agent;
        this.scope = scope;
    }

    int run() throws IOException {
        ConnectedFile shown = ConnectedFile.of(in, agent, scope);
        if (shown.record() == null) throw nothing(shown);
        byte[] wanted = wanted(shown);
        String text = shown.file().text(wanted);
        List<String> diff = shown.read(() -> ConnectReport.diff(shown.kind().patch().syntax(), shown.text(), text, null));
        if (!in.arguments().isOn("json")) {
            in.print(shown.file().path() + (wanted == null ? " (is deleted):" : ":"));
            for (String line : diff) in.print("  " + line);
        }
        if (ConnectCommand.isDry(in)) return report(shown, diff, wanted, null);
        Confirmation.ask(in, "Change " + shown.file().path() + "?", true);
        restore(shown);
        return report(shown, diff, wanted, revoke(shown.record()));
    }

    private void restore(ConnectedFile shown) throws IOException {
        try (var _ = shown.store().lock()) {
            ConnectedFile now = ConnectedFile.of(in, agent, scope);
            if (now.record() == null) throw nothing(now);
            byte[] wanted = wanted(now);
            UndoRecord record = now.record();
            if (wanted == null) now.file().delete(now.bytes(), record.folders());
            else now.file().replace(now.bytes(), wanted, record.mode());
            now.store().forget(record);
        }
    }

    private CliError nothing(ConnectedFile now) {
        return CliError.failed(agent.name() + " was not connected by this program in " + now.file().path()
            + ", so there is nothing to undo");
    }

    /// What the file must hold; null for no file.
    ///
    /// @throws CliError settings of the connection were changed since
    private byte[] wanted(ConnectedFile now) throws FileError {
        if (now.isAsWritten() || now.isAsBefore()) return now.record().before();
        boolean force = in.arguments().isOn("force");
        if (now.bytes() == null) {
            if (force) return now.record().before();
            throw CliError.failed(now.file().path() + " has been removed since; " + backup(now)
                + "--force puts it back as it was before the connection");
        }
        Reverted reverted = now.reverted();
        if (!reverted.changed().isEmpty() && !force) {
            throw CliError.failed(now.file().path() + " has been changed since in what the connection had set: "
                + String.join(", ", reverted.changed()) + "; nothing was changed; " + backup(now)
                + "--force gives these settings their old values too");
        }
        boolean nothing = now.record().before() == null
            && now.read(() -> now.kind().patch().syntax().tree(reverted.text())).members().isEmpty();
        return nothing ? null : reverted.text().getBytes(StandardCharsets.UTF_8);
    }

    private static String backup(ConnectedFile now) {
        return now.record().before() == null ? ""
            : "what it held before is in " + now.store().backup(now.file().path()) + "; ";
    }

    /// Revokes the key that was made for the client, unless it is the last one: without any key the gateway would be
    /// open, or refuse every request.
    ///
    /// @return what was done, for people; or null
    private String revoke(UndoRecord record) throws IOException {
        String name = record.about().text("madeKey");
        if (name == null) return null;
        try {
            Config config = GatewayInputs.of(in.hostContext(), in.arguments().text("config")).writtenConfig();
            List<String> names = config.masterKeys().stream().map(ClientKey::name).toList();
            if (!names.contains(name)) return null;
            if (names.size() == 1 && config.masterKey() == null) {
                return "the client key '" + name + "' stays, because it is the last key; 'llm-router config revoke-key "
                    + name + "' removes it";
            }
            ClientKeyChoice.config(in, "revoke-key", name);
            return "the client key '" + name + "' was revoked";
        } catch (HostError e) {
            return "the client key '" + name + "' may still be in the configuration: " + e.getMessage();
        }
    }

    /// @param wanted what the file holds now; null if it is gone
    private int report(ConnectedFile before, List<String> diff, byte[] wanted, String key) {
        boolean dry = ConnectCommand.isDry(in);
        String path = before.file().path().toString();
        if (in.arguments().isOn("json")) {
            in.print(Json.object().put("operation", "undo").put("client", agent.id()).put("scope", scope.word())
                .put("file", path).put("changed", !dry).put("dryRun", dry).put("exact", exact(before))
                .put("deleted", wanted == null).put("note", key == null ? Json.Null.NULL : Json.of(key))
                .put("diff", Json.strings(diff)));
            return ExitCode.DONE;
        }
        if (dry) {
            in.say("nothing was changed");
            return ExitCode.DONE;
        }
        in.print("disconnected " + agent.name() + ": " + path + (wanted == null ? " is deleted, as it was not there before"
            : exact(before) ? " has its bytes from before the connection"
            : " has its old values again; what was changed since stays"));
        if (key != null) in.say("note: " + key);
        return ExitCode.DONE;
    }

    private static boolean exact(ConnectedFile before) {
        return before.isAsWritten() || before.isAsBefore();
    }
}
