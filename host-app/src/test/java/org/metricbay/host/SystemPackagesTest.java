package org.metricbay.host;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.framework.FrameworkFactory;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

final class SystemPackagesTest {

  @Test
  void areThoseThatTheFrameworkFindsItself(@TempDir Path folder) throws Exception {
    Map<String, String> settings = new HashMap<>();
    SystemPackages.addTo(settings);

    Set<String> found =
        exported(
            folder.resolve("a"),
            Map.of(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SystemPackages.OF_CLASS_PATH));

    assertThat(found)
        .anyMatch(capability -> capability.contains("javax.xml.parsers"))
        .anyMatch(capability -> capability.contains("org.osgi.framework.wiring"));
    assertThat(exported(folder.resolve("b"), settings)).isEqualTo(found);
  }

  @Test
  void namesTheJettyThatIsOnTheClassPath() {
    assertThat(Server.getVersion()).isEqualTo(SystemPackages.JETTY);
  }

  private static Set<String> exported(Path folder, Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.put(Constants.FRAMEWORK_STORAGE, folder.toString());
    Framework framework =
        new FrameworkFactory().newFramework(all, new ConnectedBundles(folder.toFile()));
    framework.init();
    try {
      return framework
          .adapt(BundleRevision.class)
          .getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE)
          .stream()
          .map(SystemPackagesTest::text)
          .collect(toSet());
    } finally {
      framework.stop();
      framework.waitForStop(10_000);
    }
  }

  private static String text(BundleCapability capability) {
    Map<String, Object> attributes = new TreeMap<>(capability.getAttributes());
    attributes.replaceAll((name, of) -> of instanceof String[] names ? List.of(names) : of);
    return attributes + " " + capability.getDirectives();
  }
}
