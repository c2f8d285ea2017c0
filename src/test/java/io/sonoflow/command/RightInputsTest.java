package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Odd input that must work. */
class RightInputsTest {

	private static final String LABEL = "Preview Markers...";

	@TempDir
	private Path tmp;

	private void works(final String options) throws IOException {
		final MacroRun run = MacroRun.of(Files.createDirectories(tmp.resolve("macro")), LABEL, options);
		assertEquals(0, run.code(), options + ": " + run.errors());
		assertTrue(run.reachedEnd(), run.errors());
	}

	@Test
	void pathsWithBlanksAndOfAnyAlphabet() throws IOException {
		Assumptions.assumeTrue(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")).newEncoder().canEncode(
			"\u00fc\u8111"), "This locale has no such file names");
		new Scene(tmp).gray("my scans \u00fc\u8111/a b.png", 64, 64);
		works("input=[" + tmp + "/my scans \u00fc\u8111] output=[" + tmp + "/out \u00e9] count=1");
		assertTrue(Files.isRegularFile(tmp.resolve("out \u00e9/preview.png")));
		works("input='" + tmp + "/my scans \u00fc\u8111/a b.png' count=1.0");
	}

	@Test
	void colorIsTurnedIntoGrey() throws IOException {
		final Scene scene = new Scene(tmp);
		scene.image("in/color.png", 64, 48, BufferedImage.TYPE_INT_RGB);
		scene.image("in/alpha.png", 64, 48, BufferedImage.TYPE_INT_ARGB);
		for (final String name : List.of("color", "alpha"))
			works("input=[" + tmp + "/in/" + name + ".png] count=1 output=[" + tmp + "/" + name + "]");
	}
}
