package llmrouter;

/// The program: arguments → command → exit code. The only place that ends the process.
public final class LlmRouter {
    private LlmRouter() {}

    public static void main(String[] args) {
        System.exit(0);
    }
}
