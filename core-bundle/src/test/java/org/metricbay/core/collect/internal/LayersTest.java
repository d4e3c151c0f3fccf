package org.metricbay.core.collect.internal;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The engine's classes form layers: none needs one that needs it. */
final class LayersTest {
  /** With the classes in it. */
  private static final class EachClass implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass nested) {
      if (!nested.getPackageName().equals(LayersTest.class.getPackageName())) {
        return SliceIdentifier.ignore();
      }
      return SliceIdentifier.of(nested.getName().replaceFirst("\\$.*", ""));
    }

    @Override
    public String getDescription() {
      return "each class of the engine";
    }
  }

  @Test
  void noCircleGoesThroughTheEnginesClasses() {
    slices()
        .assignedFrom(new EachClass())
        .should()
        .beFreeOfCycles()
        .check(new ClassFileImporter().importPath(Path.of("target/classes")));
  }
}
