package org.metricbay.textfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptFileTest {
  @TempDir private Path folder;

  @Test
  void finds() throws Exception {
    TestScripts scripts = new TestScripts(folder);
    Path good = scripts.write("good.sh", "");
    Path own = scripts.write("own", "", "rwx------");
    Path world = scripts.write("world.sh", "", "rwxr-xrwx");
    Path group = scripts.write("group.sh", "", "rwxrwxr-x");
    scripts.write("README", "", "rw-r--r--");
    scripts.write("backup.sh~", "");
    scripts.write(".hidden", "");
    Files.createDirectory(folder.resolve("folder"));
    Path link = Files.createSymbolicLink(folder.resolve("link.sh"), good);
    assertThat(ScriptFile.list(folder))
        .containsExactly(
            new ScriptFile(good, Optional.empty()),
            new ScriptFile(group, Optional.of("its group may write it; chmod go-w")),
            new ScriptFile(link, Optional.of("is a symbolic link; put the program itself here")),
            new ScriptFile(own, Optional.empty()),
            new ScriptFile(world, Optional.of("everyone may write it; chmod go-w")));
  }

  @Test
  void refusesFolders() throws Exception {
    Path file = new TestScripts(folder).write("a.sh", "");
    assertThatThrownBy(() -> ScriptFile.list(file)).hasMessage("is not a folder");
    assertThatThrownBy(() -> ScriptFile.list(folder.resolve("none")))
        .isInstanceOf(IOException.class);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> ScriptFile.list(folder))
        .hasMessage("everyone may write it; chmod go-w: no script in it is run");
  }

  @Test
  void refusesTooMany() throws Exception {
    TestScripts scripts = new TestScripts(folder);
    for (int i = 0; i <= 100; i++) {
      scripts.write("s" + i, "");
    }
    assertThatThrownBy(() -> ScriptFile.list(folder)).hasMessage("has more than 100 scripts");
  }
}
