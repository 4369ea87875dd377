package llmrouter.tui;

import java.util.List;

/// Asks a person, one question after the other. Used by one thread.
public interface Dialog extends AutoCloseable {
    /// Asks until there is an answer. A wrong one is told beside the question, and what was typed is kept.
    <T> DialogAnswer<T> ask(Question<T> question);

    /// Shows lines, which stay on the screen.
    void say(List<String> lines);

    /// Shows lines that may be more than the screen holds, such as a difference, page by page.
    void page(List<String> lines);

    /// Shows how far a long work is, until it is closed.
    Progress progress(String title);

    /// Gives the terminal back as it was.
    @Override
    void close();

    /// The progress of one work. Safe for use by several threads.
    interface Progress extends AutoCloseable {
        /// @param done  of `total` steps
        /// @param total 0 if it is not known
        /// @param now   what is being done
        void at(int done, int total, String now);

        @Override
        void close();
    }
}
