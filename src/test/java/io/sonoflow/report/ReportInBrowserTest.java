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
package io.sonoflow.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.file.AtomicFiles;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a reader sees it. */
class ReportInBrowserTest {

	/** A cell, or a box that scrolls, whose right edge lies beyond the screen's or whose content is cut. */
	private static final String CUT = "[...document.querySelectorAll('th,td,figure,pre,.figure,li,h1,h2,p')].filter(e => " +
		"e.checkVisibility() && !e.closest('SCROLLS') && e.getBoundingClientRect().right > innerWidth + 1).length";

	@TempDir
	Path folder;

	/** As many steps as the demo has. */
	private Path page() {
		final List<Path> runs = new ArrayList<>();
		runs.add(Runs.tested(folder.resolve("cv"), 40));
		runs.add(Runs.tested(folder.resolve("second"), 40));
		runs.add(Runs.suspicious(folder.resolve("cleaned")));
		for (int i = 0; i < 14; i++) {
			final Path run = folder.resolve("step" + i);
			Runs.record(run, i % 2 == 0 ? "Crop Ultrasound..." : "Evaluate Synthetic...", "finished", "{\"input\": \"../in" + i +
				"\", \"output\": \".\"}", "{\"crops\": 160, \"files\": 80}");
			final StringBuilder wide = new StringBuilder("image,patient");
			for (int k = 0; k < 14; k++)
				wide.append(",acolumn").append(k);
			wide.append('\n');
			for (int row = 0; row < 20; row++)
				wide.append("images/phantom-").append(row).append("-left-transverse.png,phantom-").append(row).append(
					",0.123456789".repeat(14)).append('\n');
			AtomicFiles.writeText(run.resolve("dataset.csv"), wide.toString());
			AtomicFiles.writeText(run.resolve("review.csv"), "image,reason\na.png,low score\n");
			Runs.noise(run.resolve("sheet.png"), 900, 300, i);
			runs.add(run);
		}
		final Path html = folder.resolve("report.html");
		AtomicFiles.writeText(html, ReportPage.read(runs, Monitor.NONE).html());
		return html;
	}

	@Test
	void thePageAnswersSortsEnlargesFoldsAndPrints() throws Exception {
		final Path html = page();
		try (Browser browser = Browser.start(folder)) {
			browser.size(1280, 800);
			browser.open(html);
			Files.write(Path.of("target", "report-1280.png"), browser.shot(false));
			assertTrue(browser.number("document.querySelector('#answer').getBoundingClientRect().bottom") <= 800,
				"the answer is not on the first screen");
			final double height = browser.number("document.documentElement.scrollHeight");
			assertTrue(height < 12_000, () -> "the folded page is " + height + " pixels long");
			assertTrue(browser.number("document.documentElement.scrollWidth") <= 1280);
			sorts(browser);
			enlarges(browser);
			folds(browser);
			browser.open(html);
			prints(browser);
			phone(browser);
			assertEquals(List.of(), browser.errors());
			assertEquals(List.of(), browser.requests().stream().filter(address -> !address.equals(html.toUri().toString()) &&
				!address.equals(html.toUri().toString().replace("file:///", "file:/"))).toList());
			reads(browser, html);
		}
	}

	private static void sorts(final Browser browser) throws Exception {
		final String table = "[...document.querySelectorAll('table.sortable')].find(t => t.tHead.rows[0].cells.length === 3)";
		final String first = table + ".tBodies[0].rows[0].cells[2].textContent";
		browser.eval(table + ".closest('details').open = true");
		browser.eval(table + ".tHead.rows[0].cells[2].querySelector('button').click()");
		assertEquals("0", browser.eval(first));
		browser.eval(table + ".tHead.rows[0].cells[2].querySelector('button').click()");
		assertTrue(browser.number(first) > 0);
		assertEquals("descending", browser.eval(table + ".tHead.rows[0].cells[2].getAttribute('aria-sort')"));
	}

	private static void enlarges(final Browser browser) throws Exception {
		final String image = "document.querySelector('#answer .zoom img')";
		browser.eval(image + ".click()");
		assertTrue(browser.number(image + ".getBoundingClientRect().width") >= 1270);
		browser.call("Input.dispatchKeyEvent", "{\"type\": \"keyDown\", \"key\": \"Escape\", \"code\": \"Escape\"}");
		assertTrue(browser.number(image + ".getBoundingClientRect().width") <= 460);
	}

	private static void folds(final Browser browser) throws Exception {
		final String step = "document.querySelector('#run5').closest('details').open";
		assertEquals("false", browser.eval(step));
		browser.eval("document.querySelector('a[href=\"#run5\"]').click()");
		Thread.sleep(200);
		assertEquals("true", browser.eval(step));
		assertEquals("Copied", browser.eval("(document.querySelector('.copy').click(), document.querySelector('.copy').textContent)")
			.replace("Selected: press Ctrl+C", "Copied"));
	}

	/** On paper nothing scrolls: of unfolded tables no column may be cut. */
	private static void prints(final Browser browser) throws Exception {
		final byte[] pdf = browser.pdf();
		Files.write(Path.of("target", "report.pdf"), pdf);
		final long pages = Pattern.compile("/Type ?/Page\\b").matcher(new String(pdf, StandardCharsets.ISO_8859_1)).results()
			.count();
		assertTrue(pages > 3 && pages <= 12, pages + " pages");
		browser.size(700, 990);
		browser.call("Emulation.setEmulatedMedia", "{\"media\": \"print\"}");
		browser.eval("document.querySelectorAll('details').forEach(d => d.open = true)");
		assertTrue(browser.number("document.querySelectorAll('.exhibit td').length") > 1000);
		assertEquals("0", browser.eval(CUT.replace("SCROLLS", "nothing")));
		browser.call("Emulation.setEmulatedMedia", "{\"media\": \"\"}");
	}

	/** All unfolded. */
	private static void phone(final Browser browser) throws Exception {
		browser.size(390, 844);
		assertTrue(browser.number("document.documentElement.scrollWidth") <= 390, "the page scrolls sideways on a phone");
		assertEquals("0", browser.eval(CUT.replace("SCROLLS", ".wide")));
		browser.eval("document.querySelectorAll('section.step details').forEach(d => d.open = false)");
		Files.write(Path.of("target", "report-390.png"), browser.shot(true));
	}

	private static void reads(final Browser browser, final Path html) throws Exception {
		browser.size(1280, 800);
		browser.call("Emulation.setScriptExecutionDisabled", "{\"value\": true}");
		browser.open(html);
		assertEquals("0", browser.eval("document.querySelectorAll('#contents button').length"));
		assertTrue(browser.eval("document.querySelector('.says').innerText").contains("It finds"));
		assertTrue(browser.number("document.querySelectorAll('summary').length") > 20);
	}
}
