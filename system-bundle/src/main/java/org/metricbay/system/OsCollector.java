package org.metricbay.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Which distribution runs, from {@code etc/os-release}:
 *
 * <pre>
 * node_os_info{id="debian",id_like="",name="Debian GNU/Linux",version_id="12",…} 1
 * node_os_version{id="debian",id_like="",name="Debian GNU/Linux"} 12
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = SystemSettings.class,
            target = "(collectors.os=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "os", description = "Name and version of the distribution.")
public final class OsCollector implements MetricPlugin {
  private static final List<String> LABELS =
      List.of(
          "build_id",
          "id",
          "id_like",
          "image_id",
          "image_version",
          "name",
          "pretty_name",
          "variant",
          "variant_id",
          "version",
          "version_codename",
          "version_id");

  private static final List<String> NAMES = List.of("id", "id_like", "name");

  private static final MetricDescriptor OS_INFO =
      MetricDescriptor.gauge(
          "node_os_info",
          "A metric with a constant '1' value labeled by " + String.join(", ", LABELS) + ".",
          LABELS.toArray(new String[0]));

  private static final MetricDescriptor OS_VERSION =
      MetricDescriptor.gauge(
          "node_os_version",
          "Metric containing the major.minor part of the OS version.",
          NAMES.toArray(new String[0]));

  private static final MetricDescriptor OS_SUPPORT_END_TIMESTAMP_SECONDS =
      MetricDescriptor.gauge(
          "node_os_support_end_timestamp_seconds",
          "Metric containing the end-of-life date timestamp of the OS.");

  private static final Pattern VERSION = Pattern.compile("[0-9]+\\.?[0-9]*");

  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

  /** A file as it was when it was read; asking for this takes half as long as reading it. */
  private record Version(Path file, BasicFileAttributes attributes) {
    static Version of(Path file) throws IOException {
      return new Version(file, Files.readAttributes(file, BasicFileAttributes.class));
    }

    boolean isSame(Version other) {
      return file.equals(other.file)
          && attributes.lastModifiedTime().equals(other.attributes.lastModifiedTime())
          && attributes.size() == other.attributes.size()
          && Objects.equals(attributes.fileKey(), other.attributes.fileKey());
    }
  }

  private final KernelFiles files;
  private final List<Path> places;
  private @Nullable Version version;
  private List<MetricFamily> families = List.of();

  /** Reads from a kernel's files. */
  @Activate
  public OsCollector(@Reference KernelFiles files) {
    this.files = files;
    this.places =
        List.of(
            files.rootfs().resolve("etc/os-release"), files.rootfs().resolve("usr/lib/os-release"));
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    for (Path file : places) {
      try {
        Version now = Version.of(file);
        if (version == null || !now.isSame(version)) {
          families = families(parse(files.read(file)));
          version = now;
        }
        return families;
      } catch (NoSuchFileException absent) {
        // Perhaps in the other place.
      }
    }
    return List.of();
  }

  /** Reads assignments as a shell would, of what os-release(5) allows. */
  static Map<String, String> parse(String text) {
    Map<String, String> values = new HashMap<>();
    FieldReader line = new FieldReader(text);
    while (line.nextLine()) {
      String key = line.until('=');
      if (!key.startsWith("#")) {
        values.put(key, unquote(line.rest().strip()));
      }
    }
    return values;
  }

  private static String unquote(String value) {
    char quote = value.isEmpty() ? ' ' : value.charAt(0);
    boolean quoted = value.length() > 1 && "\"'".indexOf(quote) >= 0 && value.endsWith("" + quote);
    String inner = quoted ? value.substring(1, value.length() - 1) : value;
    return quote == '\'' ? inner : ESCAPE.matcher(inner).replaceAll("$1");
  }

  static List<MetricFamily> families(Map<String, String> values) {
    List<MetricFamily> families = new ArrayList<>();
    families.add(OS_INFO.of(1, values(values, LABELS)));
    Matcher version = VERSION.matcher(values.getOrDefault("VERSION_ID", ""));
    if (version.lookingAt() && Double.parseDouble(version.group()) > 0) {
      families.add(OS_VERSION.of(Double.parseDouble(version.group()), values(values, NAMES)));
    }
    String end = values.getOrDefault("SUPPORT_END", "");
    if (!end.isEmpty()) {
      families.add(supportEnd(end));
    }
    return families;
  }

  private static MetricFamily supportEnd(String date) {
    try {
      return OS_SUPPORT_END_TIMESTAMP_SECONDS.of(
          (double) LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toEpochSecond());
    } catch (DateTimeParseException e) {
      return MetricFamily.unusable("SUPPORT_END of os-release", "is not a date: " + date);
    }
  }

  private static String[] values(Map<String, String> values, List<String> names) {
    return names.stream()
        .map(name -> values.getOrDefault(name.toUpperCase(Locale.ROOT), ""))
        .toArray(String[]::new);
  }
}
