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
package io.sonoflow.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.step.crossvalidate.CrossValidateClassifier;

import java.io.File;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A step as scripts of Fiji see it; languages that are not on the class path are skipped. */
class ScriptedStepTest {

	private static Object eval(final String language, final String... lines) throws ScriptException {
		final ScriptEngine engine = new ScriptEngineManager().getEngineByName(language);
		Assumptions.assumeTrue(engine != null, "There is no " + language);
		return engine.eval(String.join("\n", lines));
	}

	private static void assertSet(final Object made) {
		final CrossValidateClassifier step = (CrossValidateClassifier) made;
		assertEquals(new File("a"), step.input);
		assertEquals(new File("b"), step.output);
		assertEquals(5, step.division.folds);
		assertEquals(2, step.division.seeds);
		assertEquals(7, step.training.epochs);
		assertEquals("cpu", step.computation.device);
		assertEquals(64, step.training.batch);
	}

	@Test
	void groovyTakesNamedArgumentsAndKeysAsProperties() throws ScriptException {
		assertSet(eval("groovy", "import io.sonoflow.step.crossvalidate.CrossValidateClassifier",
			"def cv = new CrossValidateClassifier(input: new File('a'), output: new File('b'), folds: 5)", "assert cv.folds == 5",
			"cv.seeds = 2", "cv.training.epochs = 7", "cv.with('device', 'cpu')"));
	}

	@Test
	void groovyIsToldOfMistakesAtTheirLine() throws ScriptException {
		final String message = (String) eval("groovy", "import io.sonoflow.step.crossvalidate.CrossValidateClassifier",
			"def cv = new CrossValidateClassifier()", "def told = ''",
			"try { cv.folds = 5.5 } catch (io.sonoflow.SonoflowException e) { told += e.message + '\\n' }",
			"try { cv.fodls = 5 } catch (io.sonoflow.SonoflowException e) { told += e.message + '\\n' }",
			"try { new CrossValidateClassifier(fold: 3) } catch (io.sonoflow.SonoflowException e) { told += e.message + '\\n' }",
			"return told");
		assertTrue(message.contains("folds=5.5 is not a whole number. Allowed: a whole number from 2 to 1000, e.g. folds=3."),
			message);
		assertTrue(message.contains("Unknown key fodls=5 (did you mean folds?)"), message);
		assertTrue(message.contains("Unknown key fold=3 (did you mean folds?)"), message);
	}

	@Test
	void jythonSetsKeysAndFields() throws ScriptException {
		final ScriptEngine engine = new ScriptEngineManager().getEngineByName("python");
		Assumptions.assumeTrue(engine != null, "There is no python");
		engine.eval(String.join("\n", "from io.sonoflow.step.crossvalidate import CrossValidateClassifier",
			"from java.io import File", "cv = CrossValidateClassifier(File('a'), File('b'))", "cv.set({'folds': 5, 'seeds': 2})",
			"cv.training.epochs = 7", "getattr(cv, 'with')('device', 'cpu')"));
		assertSet(engine.get("cv"));
	}
}
