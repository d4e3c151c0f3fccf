package org.metricbay.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.deploy.AgentStatus;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;

/** The page for people: the collectors, their state, and the files that do not run. */
final class IndexPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #d0d7de; --bad: #b3261e; --good: #1a6e35; --soft: #57606a; }
      @media (prefers-color-scheme: dark) {
        :root { --line: #3d444d; --bad: #ff8a80; --good: #7ee2a0; --soft: #9da7b3; }
      }
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); }
      .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      .good { color: var(--good); }
      .bad { color: var(--bad); font-weight: 600; }
      small { color: var(--soft); font-weight: normal; }
      """;

  /** No style and no script but the page's own style, which its digest names. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + digest(STYLE)
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Metricbay</title>
      <style>"""
          + STYLE
          + """
      </style>
      </head>
      <body>
      <header>
      <h1>Metricbay</h1>
      <nav aria-label="Endpoints"><a href="/metrics">Metrics</a> · <a href="/plugins">Plugins as JSON</a> · \
      <a href="/-/healthy">Healthy</a> · <a href="/-/ready">Ready</a></nav>
      </header>
      <main>
      """;

  private static final String PLUGINS_HEAD =
      """
      <div class="wide">
      <table>
      <thead><tr><th scope="col">Collector</th><th scope="col">State</th>\
      <th scope="col" class="number">Series</th><th scope="col" class="number">Duration</th>\
      <th scope="col">Bundle</th><th scope="col">File</th></tr></thead>
      <tbody>
      """;

  private static final String FILES_HEAD =
      """
      <div class="wide">
      <table>
      <thead><tr><th scope="col">File</th><th scope="col">State</th><th scope="col">Why</th>\
      <th scope="col">Running instead</th></tr></thead>
      <tbody>
      """;

  private static final String TABLE_END = "</tbody>\n</table>\n</div>\n";

  private IndexPage() {}

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String of(List<CollectorStatus> plugins, List<PluginFile> files, AgentStatus status) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append(problems(status));
    page.append("<h2>Collectors</h2>\n");
    if (plugins.isEmpty()) {
      page.append("<p>None runs. Put a plugin's JAR into the deploy folder.</p>\n");
    } else {
      page.append(PLUGINS_HEAD);
      plugins.forEach(plugin -> page.append(row(plugin, files)));
      page.append(TABLE_END);
    }
    List<PluginFile> idle =
        files.stream().filter(file -> file.state() != FileState.RUNNING).toList();
    if (!idle.isEmpty()) {
      page.append("<h2>Files that do not run</h2>\n").append(FILES_HEAD);
      idle.forEach(file -> page.append(row(file)));
      page.append(TABLE_END);
    }
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static String row(CollectorStatus plugin, List<PluginFile> files) {
    String link = "/plugins/" + URLEncoder.encode(plugin.name(), StandardCharsets.UTF_8);
    return "<tr><th scope=\"row\"><a href=\""
        + escape(link)
        + "\">"
        + escape(plugin.name())
        + "</a><br><small>"
        + escape(plugin.description())
        + "</small></th>"
        + cell(
            state(plugin.state())
                + plugin.error().map(IndexPage::error).orElse("")
                + plugin.losses().map(IndexPage::error).orElse(""))
        + number(Integer.toString(plugin.samples()))
        + number(plugin.duration().map(IndexPage::milliseconds).orElse("–"))
        + cell(
            escape(plugin.bundle().symbolicName())
                + " "
                + escape(plugin.bundle().version())
                + "<br><small>"
                + escape(plugin.bundle().id() + ", " + plugin.bundle().state())
                + "</small>")
        + cell(Reports.fileOf(plugin.bundle(), files).map(IndexPage::escape).orElse("built in"))
        + "</tr>\n";
  }

  /** Above all else, as it is there only if something is wrong. */
  private static String problems(AgentStatus status) {
    StringBuilder items = new StringBuilder();
    status
        .folderProblems()
        .forEach(it -> items.append(problem(it.folder(), it.problem() + "; nothing new is taken")));
    status.configFiles().stream()
        .filter(file -> file.problem().isPresent())
        .forEach(
            file ->
                items.append(
                    problem(file.file(), file.problem().get() + "; " + file.inForce().orElse(""))));
    return items.isEmpty() ? "" : "<h2>Problems</h2>\n<ul>\n" + items + "</ul>\n";
  }

  private static String problem(String what, String why) {
    return "<li><span class=\"bad\">" + escape(what) + "</span> " + escape(why) + "</li>\n";
  }

  private static String row(PluginFile file) {
    return "<tr><th scope=\"row\">"
        + escape(file.file())
        + "</th>"
        + cell("<span class=\"bad\">" + file.state() + "</span>")
        + cell(file.reason().map(IndexPage::escape).orElse("–"))
        + cell(runningInstead(file).map(IndexPage::escape).orElse("–"))
        + "</tr>\n";
  }

  private static Optional<String> runningInstead(PluginFile file) {
    return file.bundleId().isPresent()
        ? Optional.of("version " + file.runningVersion().orElse("unknown"))
        : Optional.empty();
  }

  private static String state(CollectorState state) {
    String look =
        switch (state) {
          case OK -> "good";
          case NEW -> "";
          case FAILED, HUNG, DUPLICATE -> "bad";
        };
    return "<span class=\"" + look + "\">" + state + "</span>";
  }

  private static String error(String text) {
    return "<br><small>" + escape(text) + "</small>";
  }

  private static String cell(String html) {
    return "<td>" + html + "</td>";
  }

  private static String number(String html) {
    return "<td class=\"number\">" + html + "</td>";
  }

  private static String milliseconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }

  static String escape(String text) {
    StringBuilder html = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(c);
      }
    }
    return html.toString();
  }
}
