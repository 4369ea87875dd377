package llmrouter.deploy.wrangler;

import java.nio.file.Path;
import java.util.List;

import llmrouter.deploy.steps.DeployPlan;
import llmrouter.files.FileError;

/// A folder from which wrangler deploys the gateway.
///
/// @param written the files, in the order in which they were written
/// @param next    the commands to run there, in their order
public record WranglerProject(Path folder, List<Path> written, List<String> next) {

    /// Writes the project. Files that it did not write itself stay as they are: then nothing is written.
    ///
    /// @throws FileError a file is in the way, or the folder cannot be written
    public static WranglerProject write(Path folder, DeployPlan plan) throws FileError {
        throw new IllegalStateException("planned");
    }
}
