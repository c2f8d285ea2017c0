/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.legacy.dialog;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

/** A page of the documentation, which the jar carries, as HTML that Swing can show. No network is needed. */
final class HelpPage {

	/** Where the jar has the folder {@code docs}. */
	static final String ROOT = "/io/sonoflow/docs/";

	/** Pictures wider than the window would be cut. */
	private static final String PICTURE_WIDTH = "680";

	private static final Pattern HEADING = Pattern.compile("<h([1-6])>(.*?)</h\\1>");

	private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

	private HelpPage() {
	}

	/** {@return the name of the page of a menu label} */
	static String ofCommand(final String label) {
		return "commands/" + label.replace("...", "").toLowerCase(Locale.ROOT).replace(' ', '-') + ".md";
	}

	/** {@return where the page is; empty if there is none of this name} */
	static Optional<URL> find(final String name) {
		return Optional.ofNullable(HelpPage.class.getResource(ROOT + name));
	}

	/** {@return the page at an address, as HTML} */
	static String html(final URL page) throws IOException {
		try (InputStream stream = page.openStream()) {
			return html(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	/** {@return Markdown as HTML: with tables, with names of headings that links can lead to, without comments} */
	static String html(final String markdown) {
		final Node page = Parser.builder().extensions(EXTENSIONS).build().parse(markdown.replaceAll("(?s)<!--.*?-->\\n?", ""));
		final String body = HtmlRenderer.builder().extensions(EXTENSIONS).attributeProviderFactory(context -> looks()).build()
			.render(page);
		return "<html><head><style>" + "body { font-family: sans-serif; font-size: 12pt; margin: 12px; } " +
			"h1 { font-size: 18pt; } h2 { font-size: 14pt; } code, pre { font-family: monospaced; font-size: 11pt; } " +
			"pre { background: #f0f0f0; color: #000000; margin: 6px; padding: 6px; } td, th { text-align: left; }" +
			"</style></head><body>" + HEADING.matcher(body).replaceAll(heading -> Matcher.quoteReplacement("<h" + heading.group(
				1) + "><a name=\"" + anchor(heading.group(2)) + "\"></a>" + heading.group(2) + "</h" + heading.group(1) + ">")) +
			"</body></html>";
	}

	/** The same as GitHub makes of a heading. */
	private static String anchor(final String heading) {
		return heading.replaceAll("<[^>]*>", "").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
	}

	private static AttributeProvider looks() {
		return (final Node node, final String tag, final Map<String, String> attributes) -> {
			if (node instanceof TableBlock && tag.equals("table")) attributes.putAll(Map.of("border", "1", "cellspacing", "0",
				"cellpadding", "4"));
			if (node instanceof Image && tag.equals("img")) attributes.put("width", PICTURE_WIDTH);
		};
	}
}
