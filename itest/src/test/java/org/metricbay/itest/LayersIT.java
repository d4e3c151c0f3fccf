package org.metricbay.itest;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of all modules form layers: none needs one that needs it. */
final class LayersIT {

  @Test
  void noCircleGoesThroughThePackages() throws IOException {
    List<Path> modules;
    try (Stream<Path> all = Files.list(Path.of(".."))) {
      modules =
          all.filter(module -> !module.endsWith("benchmarks")) // They lie in others' packages.
              .map(module -> module.resolve("target/classes"))
              .filter(Files::isDirectory)
              .toList();
    }
    JavaClasses classes = new ClassFileImporter().importPaths(modules);
    assertThat(classes.containPackage("org.metricbay.host")).isTrue();
    slices().matching("org.metricbay.(**)").should().beFreeOfCycles().check(classes);
  }
}
