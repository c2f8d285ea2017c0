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
package io.sonoflow.step.generate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.run.AbstractPartTest;
import io.sonoflow.run.PartStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** The part of a batch of images. */
class BatchPartTest extends AbstractPartTest<BatchPart> {

	/** Of the text "image", as sha256sum says. */
	private static final String SHA = "6105d6cc76af400325e94d588ce511be5bfdbb73b437dc51eca43917d7a43e3d";

	private Path image() {
		return run.resolve("i.png");
	}

	@Override
	protected PartStore<BatchPart> store() {
		return BatchPart.store(run);
	}

	@Override
	protected BatchPart payload() throws IOException {
		Files.writeString(image(), "image");
		return BatchPart.of(List.of(image()));
	}

	@Override
	protected boolean isWhole(final BatchPart read) {
		return read.isOf(List.of(image()));
	}

	@Override
	protected String onDisk() {
		return "{\"key\":\"k\",\"images\":[\"" + SHA + "\"]}";
	}

	@Override
	protected Map<String, String> edits() {
		return Map.of("6105", "6106", "\"" + SHA + "\"", "", "[\"" + SHA + "\"]", "null", "images", "files", "]", ",null]");
	}

	@Test
	void imagesThatWereReplacedOrLostAreMadeAgain() throws IOException {
		store().write("batch", KEY, payload());
		assertTrue(store().find("batch", KEY, this::isWhole).isPresent());
		Files.writeString(image(), "other");
		assertFalse(store().find("batch", KEY, this::isWhole).isPresent());
		Files.delete(image());
		assertFalse(store().find("batch", KEY, this::isWhole).isPresent());
	}
}
