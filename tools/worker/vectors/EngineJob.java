package vectors;

import java.nio.file.Path;
import java.util.List;

/// Lines that a JavaScript engine answers.
///
/// @param folder of the script and what it imports, where the engine's own files are written too
/// @param script a module that exports `answer`, from a line to a text
/// @param module that the script imports
/// @param lines  without line ends
record EngineJob(Path folder, String script, String module, List<String> lines) {}
