package llmrouter.cli.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.clients.GatewayAccess;
import llmrouter.clients.agents.AgentFile;
import llmrouter.clients.agents.AgentPlaces;
import llmrouter.clients.agents.AgentScope;
import llmrouter.clients.agents.CodingAgent;
import llmrouter.clients.patch.FilePatch;
import llmrouter.clients.patch.PatchError;
import llmrouter.clients.patch.Reverted;
import llmrouter.files.FileError;
import llmrouter.files.ForeignFile;
import llmrouter.files.KeyDigest;
import llmrouter.files.UndoRecord;
import llmrouter.files.UndoStore;

/// One settings file of a client, as it is now, and what this program has changed in it before.
///
/// @param bytes  null if there is no file
/// @param record of an earlier connection, or null
record ConnectedFile(CodingAgent agent, AgentFile kind, ForeignFile file, byte[] bytes, String text,
        UndoStore store, UndoRecord record) {
    /// In a record: the digest of what the file held when the record was made; empty for no file.
    static final String REPLACES = "replaces";

    static AgentPlaces places(Invocation in) {
        return new AgentPlaces(in.shell().environment(), in.shell().home(), Path.of("").toAbsolutePath());
    }

    /// @throws CliError   the client has no file of this scope
    /// @throws FileError  the file may not be edited, or cannot be read
    static ConnectedFile of(Invocation in, CodingAgent agent, AgentScope scope) throws IOException {
        AgentFile kind = agent.file(scope);
        if (kind == null) {
            throw CliError.usage(agent.name() + " has no settings of a " + scope.word() + " that could be changed");
        }
        AgentPlaces places = places(in);
        Path path = kind.place().in(places);
        ForeignFile file = ForeignFile.at(path, scope == AgentScope.USER ? places.home() : places.project());
        byte[] bytes = file.bytes();
        UndoStore store = UndoStore.in(in.shell().home());
        return new ConnectedFile(agent, kind, file, bytes, file.text(bytes), store, store.of(path));
    }

    private FilePatch patch() {
        return kind.patch();
    }

    /// Work on the file's text that fails if the text is broken.
    interface TextWork<R> {
        R get();
    }

    /// @throws CliError the text is not what the client could read
    <R> R read(TextWork<R> work) {
        try {
            return work.get();
        } catch (PatchError e) {
            throw CliError.usage("cannot edit " + file.path() + ": " + e.getMessage()
                + "; correct it, or move it away; nothing was changed");
        }
    }

    /// Whether nothing has changed the file since the connection. So it is, too, if the process ended between its
    /// record and the file: the file then still has what the connection was to replace.
    boolean isAsWritten() {
        return record != null
            && (Arrays.equals(bytes, record.after()) || digest(bytes).equals(record.about().text(REPLACES)));
    }

    /// Tells the content of a file from any other.
    static String digest(byte[] content) {
        return content == null ? "" : KeyDigest.sha256(new String(content, StandardCharsets.ISO_8859_1));
    }

    /// Whether the file is as it was before the connection.
    boolean isAsBefore() {
        return record != null && Arrays.equals(bytes, record.before());
    }

    private String before() throws FileError {
        return file.text(record.before());
    }

    /// The file's text without an earlier connection.
    Reverted reverted() throws FileError {
        String before = before();
        String after = file.text(record.after());
        return read(() -> patch().revert(text, before, after));
    }

    /// What the file held before the connection: null if there was none.
    byte[] ownBytes() throws FileError {
        if (record == null) return bytes;
        if (isAsWritten() || isAsBefore()) return record.before();
        String own = reverted().text();
        boolean nothing = record.before() == null && read(() -> patch().syntax().tree(own)).members().isEmpty();
        return nothing ? null : own.getBytes(StandardCharsets.UTF_8);
    }

    /// The text with a connection. The first edit is repeated if nothing else has changed the file, so that only the
    /// connection's own values differ.
    String connected(GatewayAccess access) throws FileError {
        String own = file.text(ownBytes());
        String fresh = read(() -> patch().apply(own, access));
        if (record == null || isAsWritten()) return fresh;
        String inPlace = read(() -> patch().apply(text, access));
        return read(() -> patch().same(fresh, inPlace)) ? inPlace : fresh;
    }
}
