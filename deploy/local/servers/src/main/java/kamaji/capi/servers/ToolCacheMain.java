// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.servers;

/** Fills the tool cache and prints where each tool lies. Exit code 1 and a message when a tool cannot be had. */
public final class ToolCacheMain {
    private ToolCacheMain() {}

    public static void main(String[] args) {
        try {
            ToolCache cache = ToolCache.reporting(System.out::println);
            cache.fill();
            for (Tool tool : Tool.values()) {
                if (tool.partOfTheStack()) {
                    System.out.println(tool.fileName() + " " + cache.path(tool));
                }
            }
        } catch (ToolMissingException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
