package llmrouter.deploy;

/// A call that the make-believe API refuses.
final class ApiRefusal extends Exception {
    private static final long serialVersionUID = 1L;
    final int status;
    final int code;

    ApiRefusal(int status, int code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }
}
