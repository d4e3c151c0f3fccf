package org.metricbay.itest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A user who is nobody else's, so that what is counted or allowed by user is the agent's alone. */
final class OtherUser {
  static final String ID = "54321";

  private OtherUser() {}

  /** Has the agent run through a script, in which {@link #agent} makes it this user's. */
  static Launch launch(Path work, String... lines) throws IOException {
    assumeTrue(Files.getOwner(work).getName().equals("root"), "only root can become another user");
    Programs.find("setpriv", "util-linux");
    for (Path folder = work; folder != null; folder = folder.getParent()) {
      if (Files.getOwner(folder).getName().equals("root") && folder.startsWith("/tmp/")) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    Files.createDirectories(work.resolve("deploy"));
    Path data = Files.createDirectories(work.resolve("data"));
    Files.setAttribute(data, "unix:uid", Integer.valueOf(ID));
    return PackedAgent.in(work).through(lines);
  }

  /** The line of a script that becomes the agent. */
  static String agent() {
    return "exec setpriv --reuid="
        + ID
        + " --regid="
        + ID
        + " --clear-groups '"
        + PackedAgent.HOME
        + "/metricbay'";
  }
}
