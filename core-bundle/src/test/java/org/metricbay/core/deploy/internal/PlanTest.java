package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;
import org.osgi.framework.Version;

final class PlanTest {
  private final SortedMap<String, Content> contents = new TreeMap<>();
  private final Map<String, Artifact> lastGood = new HashMap<>();
  private final Set<String> refused = new HashSet<>();

  private static Artifact artifact(String file, String name, String version, long modified) {
    return new Artifact(file, file + version, name, Version.parseVersion(version), modified, false);
  }

  private Artifact put(String file, String name, String version, long modified) {
    Artifact artifact = artifact(file, name, version, modified);
    contents.put(file, artifact);
    return artifact;
  }

  private Map<String, Artifact> wanted() {
    Plan.Folder folder = new Plan.Folder(contents, lastGood, List.of());
    return Plan.of(folder, refused, Precedence.NONE, new Outside(Set::of, false)).wanted();
  }

  @Test
  void wantsNothingOfAnEmptyFolder() {
    lastGood.put("a.jar", artifact("a.jar", "x", "1", 0));
    assertThat(wanted()).isEmpty();
  }

  @Test
  void wantsOneOfEachNameInTheHighestVersion() {
    put("a.jar", "x", "1.10", 9);
    Artifact best = put("b.jar", "x", "2.0", 1);
    put("c.jar", "x", "1.9", 5);
    Artifact other = put("d.jar", "y", "1.0", 1);
    assertThat(wanted()).containsExactly(Map.entry("x", best), Map.entry("y", other));
  }

  @Test
  void wantsTheNewerFileOfOneVersionAndThenTheLastByName() {
    put("a.jar", "x", "1", 1);
    put("b.jar", "x", "1", 3);
    Artifact best = put("c.jar", "x", "1", 3);
    put("d.jar", "x", "1", 2);
    assertThat(wanted()).containsExactly(Map.entry("x", best));
  }

  @Test
  void wantsTheLastGoodBundleOfAFileThatHoldsNoneNow() {
    contents.put("a.jar", new Problem("is empty", true));
    contents.put("b.jar", new Problem("is empty", false));
    lastGood.put("a.jar", artifact("a.jar", "x", "1", 0));
    assertThat(wanted()).containsExactly(Map.entry("x", lastGood.get("a.jar")));
  }

  @Test
  void wantsTheLastGoodBundleOfAFileWhoseBundleWasRefused() {
    refused.add(put("a.jar", "x", "2", 1).digest());
    lastGood.put("a.jar", artifact("a.jar", "x", "1", 0));
    assertThat(wanted()).containsExactly(Map.entry("x", lastGood.get("a.jar")));
  }

  @Test
  void fallsBackToAnotherFileWhenTheBestIsRefused() {
    refused.add(put("a.jar", "x", "2", 1).digest());
    Artifact next = put("b.jar", "x", "1", 1);
    assertThat(wanted()).containsExactly(Map.entry("x", next));
  }

  @Test
  void prefersAHigherLastGoodVersionOfABrokenFileToALowerOneInAnother() {
    contents.put("a.jar", new Problem("is empty", false));
    lastGood.put("a.jar", artifact("a.jar", "x", "2", 0));
    put("b.jar", "x", "1", 1);
    assertThat(wanted()).containsExactly(Map.entry("x", lastGood.get("a.jar")));
  }

  @Test
  void wantsNothingWhenAlsoTheLastGoodBundleWasRefused() {
    contents.put("a.jar", new Problem("is empty", false));
    lastGood.put("a.jar", artifact("a.jar", "x", "2", 0));
    refused.add(lastGood.get("a.jar").digest());
    assertThat(wanted()).isEmpty();
  }
}
