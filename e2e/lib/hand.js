// What a person does at the keyboard, counted: page loads, activations, fields, keystrokes, words read.

const TELLS = 'h1, .faults, .answer, .say, .crisis h2, .crisis .lead';

export class Hand {
  /** `seen(page)` is called on each page that is come to. */
  constructor(opened, { person, password, lang, script, seen }) {
    Object.assign(this, { ...opened, person, password, lang, script, seen });
    this.loads = this.activations = this.fields = this.keys = this.words = 0;
    this.path = [];
    this.saved = [];
    this.page.on('framenavigated', (frame) => {
      if (frame !== this.page.mainFrame() || frame.url() === 'about:blank') return;
      this.path.push(new URL(frame.url()).pathname);
    });
    // A load is a document that came; a redirect on the way is none, nor is a jump within a page.
    this.page.on('response', (response) => {
      const request = response.request();
      if (request.isNavigationRequest() && request.frame() === this.page.mainFrame() && !(response.status() >= 300 && response.status() < 400)) this.loads += 1;
    });
  }

  /** By a bookmark, or an address typed before the journey begins. */
  async open(path) {
    await this.page.goto(path);
    await this.arrive();
  }

  async arrive() {
    this.words += await this.wordsTold();
    if (this.seen) await this.seen(this.page);
  }

  /** How many words the page tells. One that has come while the one before still stood is waited for. */
  async wordsTold(tries = 3) {
    await this.page.waitForLoadState('load');
    const count = (tells) => {
      const texts = [...document.querySelectorAll(tells)].filter((it) => !it.parentElement.closest(tells)).map((it) => it.innerText);
      return texts.join(' ').split(/\s+/).filter(Boolean).length;
    };
    return this.page.evaluate(count, TELLS).catch((error) => {
      if (tries === 0 || !/context was destroyed/.test(error.message)) throw error;
      return this.wordsTold(tries - 1);
    });
  }

  async read(locator) {
    const text = await locator.evaluate((it) => (it.labels?.[0] ?? it).innerText ?? '');
    this.words += text.split(/\s+/).filter(Boolean).length;
  }

  at(selector) {
    return this.page.locator(selector).first();
  }

  async fill(name, text) {
    const box = this.at(`main [name="${name}"]`);
    await this.read(box);
    await box.fill(text);
    this.fields += 1;
    this.keys += [...text].length;
  }

  /** Ticks a box or picks one of several. */
  async choose(name, value) {
    const choice = this.at(value === undefined ? `main [name="${name}"]` : `main [name="${name}"][value="${value}"]`);
    await this.read(choice);
    if ((await choice.evaluate((it) => it.tagName)) === 'OPTION') throw new Error('a list is picked from with `pick`');
    await choice.check();
    this.activations += 1;
  }

  async pick(name, value) {
    const list = this.at(`main select[name="${name}"]`);
    await this.read(list);
    await list.selectOption(value);
    this.activations += 1;
  }

  /** Presses a link or a button that leads to a page. */
  async press(selector) {
    const it = this.at(selector);
    await this.read(it);
    this.activations += 1;
    const before = this.loads;
    await it.click();
    for (let wait = 0; wait < 400 && this.loads === before; wait += 1) await this.page.waitForTimeout(10);
    await this.arrive();
  }

  /** Presses a link whose page is a file: what it is called and where it came from. */
  async save(selector) {
    const it = this.at(selector);
    await this.read(it);
    this.activations += 1;
    const [file] = await Promise.all([this.page.waitForEvent('download'), it.click()]);
    this.saved.push(new URL(file.url()).pathname);
    return file.suggestedFilename();
  }

  /** Unfolds what is folded away. */
  async unfold(summary) {
    await this.at(summary).click();
    this.activations += 1;
  }

  /** A page by the menu, which on a narrow screen is unfolded first. */
  async menu(path) {
    const fold = this.at('header details:not([open]) summary');
    if ((await fold.count()) && (await fold.isVisible())) {
      await fold.click();
      this.activations += 1;
    }
    await this.press(`header nav a[href="${path}"]:visible`);
  }

  /** The one thing that the page asks to do. */
  async go() {
    await this.press('main form[method=post] button:not(.quiet):not(.second)');
  }

  async has(selector) {
    return (await this.page.locator(selector).count()) > 0;
  }

  async must(what, selector) {
    if (!(await this.has(selector))) throw new Error(`${what} is not on ${new URL(this.page.url()).pathname}`);
  }

  async signIn() {
    await this.fill('name', this.person);
    await this.fill('password', this.password);
    await this.press('main form[action="/sign-in"] button');
    if (new URL(this.page.url()).pathname === '/sign-in') throw new Error(`${this.person} was not let in`);
  }

  /** Goes, and somebody else sits down. */
  async as(role) {
    await this.press('form[action="/sign-out"] button');
    this.person = this.people[role];
    await this.signIn();
  }

  /** What came before the journey does not count. */
  begin() {
    this.loads = this.activations = this.fields = this.keys = this.words = 0;
  }

  cost() {
    const { loads, activations, fields, keys, words } = this;
    const seconds = 0.28 * keys + 2.5 * activations + 0.5 * loads + words / 4;
    return { loads, activations, fields, seconds: Math.round(seconds * 10) / 10 };
  }
}
