package llmrouter;

/// The main class of the jar: under a Java that is too old it says so in one line, where the JVM would print a stack
/// trace about versions of class files. It alone is compiled for Java 8, so it uses nothing that is newer.
public final class JavaCheck {
    /// The first Java that can load the other classes.
    private static final int NEEDED = 25;
    /// What the commands return if the user must change something.
    private static final int WRONG_SURROUNDINGS = 2;

    private JavaCheck() {}

    /// Runs the program, or says which Java it needs and ends the process with exit code 2.
    public static void main(String[] args) {
        if (isTooOld(System.getProperty("java.specification.version"))) {
            System.err.println(message(System.getProperty("java.version"), System.getProperty("java.home")));
            System.exit(WRONG_SURROUNDINGS);
        }
        LlmRouter.main(args);
    }

    /// @param version e.g. `1.8` or `17`; a text without a number counts as new enough
    static boolean isTooOld(String version) {
        try {
            return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version) < NEEDED;
        } catch (NumberFormatException unknown) {
            return false;
        }
    }

    /// @param version of this Java, e.g. `17.0.15`
    /// @param home    its folder
    static String message(String version, String home) {
        return "llm-router needs Java " + NEEDED + " or newer; this is " + version + " (" + home + "/bin/java). "
            + "The launcher llm-router beside the jar looks for a newer one; "
            + "or run the jar with the java of a JDK " + NEEDED + ".";
    }
}
