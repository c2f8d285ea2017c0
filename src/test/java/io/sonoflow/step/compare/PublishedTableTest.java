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
package io.sonoflow.step.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;

import java.util.List;

import org.junit.jupiter.api.Test;

class PublishedTableTest {

	@Test
	void givesWhatWasPublishedAsShares() {
		final PublishedTable table = PublishedTable.of("6.2");
		assertEquals(List.of("scratch", "ImageNet", "USCL", "UD testis", "UD thyroid", "UD both"), List.copyOf(table.rows()
			.keySet()));
		assertEquals(0.7317, table.figure("ud BOTH", "f1").orElseThrow().mean(), 1e-12);
		assertEquals(0.0213, table.figure("UD both", "recall").orElseThrow().std(), 1e-12);
		assertTrue(table.figure("UD both", "auc").isEmpty());
		assertTrue(PublishedTable.of("3.1").figure("complete", "precision").isEmpty());
		assertEquals(6, PublishedTable.of("6.3").rows().size());
		assertEquals(6, PublishedTable.of("6.4").rows().size());
		assertEquals(6, PublishedTable.of("8.1").rows().size());
		assertEquals(0.607, PublishedTable.of("8.1").figure("ResNet + CBAM", "accuracy.organs").orElseThrow().mean(), 1e-12);
		assertTrue(Double.isNaN(PublishedTable.of("8.1").figure("ResNet", "accuracy.luminal").orElseThrow().std()));
		assertTrue(PublishedTable.of("none").rows().isEmpty());
		assertThrows(SonoflowException.Input.class, () -> PublishedTable.of("6.5"));
	}
}
