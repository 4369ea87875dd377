package llmrouter.cli.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Confirmation;
import llmrouter.cli.Invocation;
import llmrouter.clients.GatewayAccess;
import llmrouter.clients.agents.AgentScope;
import llmrouter.clients.agents.CodingAgent;
import llmrouter.files.FileError;
import llmrouter.files.UndoRecord;
import llmrouter.json.Json;

/// Connects a client: shows what changes in its file, asks, writes.
final class Connecting {
    private final Invocation in;
    private final CodingAgent agent;
    private final AgentScope scope;

    Connecting(Invocation in, CodingAgent agent, AgentScope scope) {
        this.in = in;
        this.agent = agent;
        this.scope = scope;
    }

    int run() throws IOException {
        ConnectedFile now = ConnectedFile.of(in, agent, scope);
        Json.Obj settings = now.read(() -> now.kind().patch().syntax().tree(now.text()));
        GatewayChoice gateway = GatewayChoice.of(in);
        ClientKeyChoice key = ClientKeyChoice.of(in, gateway, settings, agent.id());
        GatewayAccess access = gateway.access(in, key.preview());
        String preview = now.connected(access);
        var report = new ConnectReport(in, now, gateway, access, key, preview);
        if (preview.equals(now.text())) return report.unchanged();
        if (ConnectCommand.isDry(in)) return report.shown();
        report.beforeAsking();
        Confirmation.ask(in, "Change " + now.file().path() + "?", true);
        return report.done(write(now, gateway, access, key));
    }

    /// Everything is checked again under the lock, so that nothing is lost if another process edits the same file.
    private ClientKeyChoice write(ConnectedFile shown, GatewayChoice gateway, GatewayAccess access, ClientKeyChoice key)
            throws IOException {
        ClientKeyChoice made = key.made(in);
        boolean written = false;
        try (var _ = shown.store().lock()) {
            ConnectedFile now = ConnectedFile.of(in, agent, scope);
            if (!now.text().equals(shown.text())) {
                throw CliError.failed(now.file().path() + " has changed in the meantime; nothing was "
                    + "written, run the command again");
            }
            String after = now.connected(access.withKey(made.key()));
            write(now, after.getBytes(StandardCharsets.UTF_8), gateway, access, made);
            written = true;
        } finally {
            if (!written && made.isMade()) ClientKeyChoice.config(in, "revoke-key", made.name());
        }
        return made;
    }

    private void write(ConnectedFile now, byte[] after, GatewayChoice gateway, GatewayAccess access,
            ClientKeyChoice key) throws FileError {
        UndoRecord old = now.record();
        String mode = old == null ? now.file().mode() : old.mode();
        List<Path> folders = old == null ? now.file().missingFolders() : old.folders();
        String before = old == null ? null : old.about().text("madeKey");
        String keyName = key.isMade() ? key.name() : before;
        Json.Obj about = Json.object().put("client", agent.id()).put("scope", scope.word())
            .put("url", gateway.url()).put("model", access.model()).put("madeKey", keyName)
            .put("at", Instant.now().toString());
        var record = new UndoRecord(now.file().path(), now.ownBytes(), after, mode, folders,
            about.put(ConnectedFile.REPLACES, ConnectedFile.digest(now.bytes())));
        now.store().keep(record);
        try {
            now.file().replace(now.bytes(), after, key.key() == null ? now.file().mode() : null);
        } catch (FileError e) {
            if (!Arrays.equals(after, now.file().bytes())) takeBack(now, record);
            throw e;
        }
    }

    /// Nothing was written, so there is nothing to undo but an earlier connection.
    private static void takeBack(ConnectedFile now, UndoRecord unused) throws FileError {
        if (now.record() == null) now.store().forget(unused);
        else now.store().keep(now.record());
    }
}
