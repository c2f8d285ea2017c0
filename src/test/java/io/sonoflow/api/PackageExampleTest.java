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
package io.sonoflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.image.Box;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.image.phantom.Exam;
import io.sonoflow.image.phantom.Organ;
import io.sonoflow.image.phantom.Phantom;
import io.sonoflow.image.phantom.ScannerScreen;
import io.sonoflow.metric.Speckle;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first page of the API's Javadoc runs: the example is taken out of the source, compiled and executed. */
class PackageExampleTest {

	private static final Path PAGE = Path.of("src/main/java/io/sonoflow/api/package-info.java");

	@TempDir
	private Path folder;

	@Test
	void theExampleOfTheFirstPageRuns() throws Exception {
		final Map<?, ?> values = run(example());
		assertTrue(((FieldOfView) values.get("found")).score() > 0.5);
		final Speckle speckle = (Speckle) values.get("speckle");
		assertEquals(1, speckle.nakagami(), 0.2, "homogeneous parenchyma of the phantom is fully developed speckle");
		assertTrue(speckle.nakagami() >= 0.955 && speckle.nakagami() < 0.965, "the example says 0.96: " + speckle);
		final double pixel = 0.15; // mm, at most: 45 mm of depth over 300 rows
		assertTrue(speckle.axial() > 1.2 && speckle.axial() * pixel < 1, "about a pulse: " + speckle);
		assertTrue(speckle.lateral() > speckle.axial() && speckle.lateral() * pixel < 1.5, "about a beam: " + speckle);
		final double similarity = (double) values.get("similarity");
		assertTrue(similarity > 0.3 && similarity < 1, "marks change the image: " + similarity);
	}

	/** {@code new Box(130, 120, 60, 60)} in the picture, which begins with the first view. */
	@Test
	void theExamplesWindowIsParenchymaAlone() {
		final Box window = new Box(130, 120, 60, 60);
		final Exam exam = new Exam(Organ.TESTIS, 0, 0, false, false, List.of(false, false));
		final int size = ScannerScreen.VIEWS.get(0).w();
		for (final UnsignedByteType pixel : Views.flatIterable(Ultrasound.crop(Phantom.of(exam.view(1, 0, size)).parenchyma(),
			window)))
			assertEquals(255, pixel.get());
	}

	private static String example() throws IOException {
		final Matcher matcher = Pattern.compile("<pre>\\{@code\n(.*?)\n \\* }</pre>", Pattern.DOTALL).matcher(Files.readString(
			PAGE));
		assertTrue(matcher.find(), "no example");
		return matcher.group(1).replaceAll("(?m)^ \\* ?", "");
	}

	private Map<?, ?> run(final String example) throws Exception {
		final int body = example.indexOf("\n\n");
		final Path source = folder.resolve("Example.java");
		Files.writeString(source, example.substring(0, body) + "\nimport java.util.Map;\npublic class Example {\n" +
			"public static Map<String, Object> run() {\n" + example.substring(body) +
			"\nreturn Map.of(\"found\", found, \"speckle\", speckle, \"similarity\", similarity);\n}\n}\n");
		final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		final StringWriter errors = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			assertTrue(compiler.getTask(errors, files, null, List.of("-proc:none", "-d", folder.toString(), "-cp", System
				.getProperty("java.class.path")), null, files.getJavaFileObjects(source)).call(), errors::toString);
		}
		try (URLClassLoader loader = new URLClassLoader(new URL[] { folder.toUri().toURL() }, getClass().getClassLoader())) {
			return (Map<?, ?>) loader.loadClass("Example").getMethod("run").invoke(null);
		}
	}
}
