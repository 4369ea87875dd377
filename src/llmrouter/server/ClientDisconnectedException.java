package llmrouter.server;

/// The client closed its connection before its answer was complete.
final class ClientDisconnectedException extends Exception {
    private static final long serialVersionUID = 1L;

    ClientDisconnectedException() {
        super("the client has disconnected", null, false, false);
    }
}
