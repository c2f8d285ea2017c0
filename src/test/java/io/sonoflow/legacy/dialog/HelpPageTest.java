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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.bridge.MenuEntryService;
import io.sonoflow.bridge.StepInfo;
import io.sonoflow.legacy.SwingHtml;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;

class HelpPageTest {

	/** The jar carries the pages. */
	@Test
	void everyCommandHasOne() throws IOException {
		int found = 0;
		try (Context context = new Context(CommandService.class, MenuEntryService.class)) {
			for (final CommandInfo info : context.service(CommandService.class).getCommands()) {
				if (!(info instanceof StepInfo)) continue;
				final String label = info.getMenuPath().getLeaf().getName();
				final String html = HelpPage.html(HelpPage.find(HelpPage.ofCommand(label)).orElseThrow(() -> new AssertionError(
					"There is no page about " + label)));
				assertTrue(html.contains(">" + label.replace("...", "") + "</h1>"), label);
				found++;
			}
		}
		assertTrue(found > 20, "pages: " + found);
	}

	@Test
	void tablesLinksAndHeadingsAreMade() {
		final String html = HelpPage.html("# Keys of `x`\n\n<!-- not shown -->\n| a | b |\n|---|---|\n| 1 | [2](y.md#z) |\n\n" +
			"![p](p.png)\n");
		assertTrue(html.contains("<h1><a name=\"keys-of-x\"></a>Keys of <code>x</code></h1>"), html);
		assertTrue(html.contains("<table") && html.contains("cellpadding=\"4\"") && html.contains("<a href=\"y.md#z\">2</a>"), html);
		assertFalse(html.contains("not shown"), html);
		assertEquals("a &lt;b&gt; &amp;", SwingHtml.escape("a <b> &"));
	}
}
